"""Every address there is. A test walks all of them and expects a login everywhere but for `gate.access.PUBLIC`."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path, re_path

from totalpetview.web.api import api
from totalpetview.web.dicomweb.views import dicom_web
from totalpetview.web.organs.downloads import rtstruct, seg, surfaces
from totalpetview.web.pages.admin_files import admin_file
from totalpetview.web.pages.views import asset, favicon, page
from totalpetview.web.volumes.views import chunks, thumbnail, together

handler400 = "totalpetview.web.pages.errors.bad_request"
handler403 = "totalpetview.web.pages.errors.forbidden"
handler404 = "totalpetview.web.pages.errors.not_found"
handler500 = "totalpetview.web.pages.errors.server_error"

urlpatterns = [
    path("volumes/together", together, name="volume-chunks"),
    path("volumes/<str:volume>/<int:level>/c/<str:slabs>/0/0", chunks, name="volume-chunk"),
    path("volumes/<str:volume>/thumbnail.png", thumbnail, name="volume-thumbnail"),
    # files, not JSON: they are no part of the typed API
    path("api/organs/<str:key>/seg", seg, name="organ-seg"),
    path("api/organs/<str:key>/rtstruct", rtstruct, name="organ-rtstruct"),
    path("api/organs/<str:key>/surfaces", surfaces, name="organ-surfaces"),
    path("api/", api.urls),
    re_path(r"^dicom-web/(?P<address>.*)$", dicom_web, name="dicom-web"),
    path("admin/", admin.site.urls),
    path("assets/<path:name>", asset, name="asset"),
    path("static/<path:name>", admin_file, name="static"),
    path("favicon.svg", favicon, {"name": "favicon.svg"}, name="favicon"),
    path("favicon.ico", favicon, {"name": "favicon.ico"}, name="favicon"),
    # the routes of the frontend: all of them are one page
    path("", page, name="page"),
    path("login", page, name="page"),
    path("password", page, name="page"),
    path("studies", page, name="page"),
    path("patients/<str:key>", page, name="page"),
    path("compare", page, name="page"),
    path("upload", page, name="page"),
    path("status", page, name="page"),
]

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.integration.real_orthanc import RealOrthanc
from tests.unit.workflows.simple_dicom import dicom

from totalpetview.domain.problem import Refusal
from totalpetview.pacs.archive import ArchiveUnavailable
from totalpetview.pacs.orthanc import Orthanc

pytestmark = pytest.mark.orthanc


@pytest.fixture
def gateway(orthanc: RealOrthanc) -> Iterator[Orthanc]:
    gateway = Orthanc(orthanc.address.url, orthanc.address.user, orthanc.address.password)
    yield gateway
    gateway.close()


def test_what_is_stored_comes_back_unchanged(gateway: Orthanc) -> None:
    files = [dicom(1, k) for k in range(3)]
    stored = [gateway.store(file) for file in files]
    assert [each.outcome for each in stored] == ["stored"] * 3
    assert gateway.store(files[0]).outcome == "already-there"
    assert [gateway.instance_file(each.instance_id) for each in stored] == files
    series = gateway.series(stored[0].series_id)
    assert series is not None
    assert (series.series_uid, series.modality, series.is_stable) == ("1.2.3.1", "CT", False)
    uids = {each.sop_instance_uid for each in gateway.instances(series.id)}
    assert uids == {"1.2.3.1.1", "1.2.3.1.2", "1.2.3.1.3"}
    assert gateway.series_of_instance(stored[1].instance_id) == series.id


def test_the_feed_tells_every_image_once_in_order(gateway: Orthanc) -> None:
    start = gateway.last_change()
    ids = [gateway.store(dicom(1, k)).instance_id for k in range(5)]
    told, since = [], start
    while True:
        read = gateway.changes(since, limit=3)
        told += [change for change in read.changes if change.kind == "NewInstance"]
        if read.done:
            break
        since = read.last
    assert [change.id for change in told] == ids
    assert gateway.last_change() >= told[-1].number


@pytest.mark.parametrize("bad", [b"not dicom", b"", dicom()[:300]])
def test_what_is_no_dicom_is_refused(gateway: Orthanc, bad: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        gateway.store(bad)
    assert refused.value.problem.code == "dicom-damaged"
    assert gateway.series_ids() == frozenset()


def test_what_is_not_there_is_not_there(gateway: Orthanc) -> None:
    assert gateway.series("00000000-00000000-00000000-00000000-00000000") is None
    assert gateway.series("../system") is None
    gateway.delete_series("00000000-00000000-00000000-00000000-00000000")
    with pytest.raises(Refusal) as refused:
        gateway.instances("nothing")
    assert refused.value.problem.code == "series-not-in-archive"


def test_wrong_credentials_are_said(orthanc: RealOrthanc) -> None:
    stranger = Orthanc(orthanc.address.url, "somebody", "else")
    assert not stranger.is_alive()
    with pytest.raises(Refusal) as refused:
        stranger.system()
    assert refused.value.problem.code == "archive-refused-credentials"
    stranger.close()


def test_a_restart_between_two_requests_goes_unnoticed_and_while_it_is_down_that_is_said(
    orthanc: RealOrthanc, gateway: Orthanc
) -> None:
    assert gateway.is_alive()
    orthanc.kill()
    assert not gateway.is_alive()
    with pytest.raises(ArchiveUnavailable):
        gateway.changes(0)
    orthanc.start()
    assert gateway.store(dicom()).outcome == "stored"
    orthanc.kill()
    orthanc.start()
    assert gateway.store(dicom()).outcome == "already-there"  # over a connection that died meanwhile


def test_dicomweb_is_passed_through_as_it_comes(gateway: Orthanc) -> None:
    file = dicom(1, 0)
    boundary = b"--here\r\nContent-Type: application/dicom\r\n\r\n" + file + b"\r\n--here--\r\n"
    headers = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=here', "Cookie": "session=1"}
    answer = gateway.pass_through("POST", "/dicom-web/studies", "", headers, boundary)
    assert answer.status == 200
    b"".join(answer.body)
    answer = gateway.pass_through(
        "GET", "/dicom-web/series", "SeriesInstanceUID=1.2.3.1", {"Accept": "application/dicom+json"}, None
    )
    assert answer.status == 200
    assert dict(answer.headers)["Content-Type"] == "application/dicom+json"
    assert b"1.2.3.1" in b"".join(answer.body)
    answer = gateway.pass_through(
        "GET", "/dicom-web/studies/1.2.3", "", {"Accept": 'multipart/related; type="application/dicom"'}, None
    )
    assert file in b"".join(answer.body)

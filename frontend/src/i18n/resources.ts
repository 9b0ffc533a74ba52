import deApp from "./de/app.json";
import deLogin from "./de/login.json";
import dePatient from "./de/patient.json";
import deStatus from "./de/status.json";
import deStudies from "./de/studies.json";
import deUpload from "./de/upload.json";
import deViewer from "./de/viewer.json";
import enApp from "./en/app.json";
import enLogin from "./en/login.json";
import enPatient from "./en/patient.json";
import enStatus from "./en/status.json";
import enStudies from "./en/studies.json";
import enUpload from "./en/upload.json";
import enViewer from "./en/viewer.json";

const en = {
  app: enApp,
  login: enLogin,
  patient: enPatient,
  status: enStatus,
  studies: enStudies,
  upload: enUpload,
  viewer: enViewer,
};

const de = {
  app: deApp,
  login: deLogin,
  patient: dePatient,
  status: deStatus,
  studies: deStudies,
  upload: deUpload,
  viewer: deViewer,
};

/** Every sentence of the interface, in both languages, by name space. */
export const resources = { en, de };

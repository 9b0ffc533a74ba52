import type { components } from "./schema";

type Schemas = components["schemas"];

export type Session = Schemas["Session"];
export type User = Schemas["Person"];
export type Notice = Schemas["Notice"];
export type SeriesSummary = Schemas["SeriesSummary"];
export type ExaminationSummary = Schemas["ExaminationSummary"];
export type PatientSummary = Schemas["PatientSummary"];
export type PatientDetail = Schemas["PatientPage"];
export type OtherSeries = Schemas["OtherSeries"];
export type StudyList = Schemas["PatientList"];
export type SuvReport = Schemas["SuvReport"];
export type CorrectionsInForce = Schemas["CorrectionsInForce"];
export type CorrectionName = Schemas["Correction"]["name"];
export type UploadAnswer = Schemas["Uploaded"];
export type ArchiveStatus = Schemas["Status"];

/** Where the work on a series stands. */
export type WorkState = SeriesSummary["state"];

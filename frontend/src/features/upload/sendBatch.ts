import { headersFor, tellSessionLost } from "@/api/ask";
import { ApiFailure, failureFromAnswer } from "@/api/failure";
import type { UploadAnswer } from "@/api/types";
import type { Batch } from "./batches";

export type SendBatch = (
  batch: Batch,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
) => Promise<UploadAnswer>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Send a batch as one form. XMLHttpRequest, because fetch does not tell how much has been sent. */
export const sendBatch: SendBatch = (batch, onSent, signal) =>
  new Promise((resolve, reject) => {
    const form = new FormData();
    for (const { file, path } of batch.files) form.append("files", file, path);
    const request = new XMLHttpRequest();
    request.open("POST", "/api/uploads");
    for (const [name, value] of Object.entries(headersFor("POST"))) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded }) => onSent(Math.min(loaded, batch.bytes));
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300 && answer !== null) {
        resolve(answer as UploadAnswer);
        return;
      }
      const failure = failureFromAnswer(
        request.status,
        answer,
        request.getResponseHeader("Retry-After"),
      );
      if (failure.code === "not-logged-in") tellSessionLost();
      reject(failure);
    };
    request.onerror = () => reject(new ApiFailure("unreachable", 0));
    request.onabort = () => reject(new DOMException("The upload was cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });

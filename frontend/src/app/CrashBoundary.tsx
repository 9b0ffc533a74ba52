import { Component, type ReactNode } from "react";
import { CrashNote } from "./CrashNote";

interface Props {
  children: ReactNode;
}

/** Keeps an error in one page from leaving an empty window. The error itself goes to the browser's console only. */
export class CrashBoundary extends Component<Props, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    return this.state.crashed ? <CrashNote /> : this.props.children;
  }
}

/** One request under way at a time; while it runs, only the newest question is kept. */
export class LatestOnly<Question, Answer> {
  private running = false;
  private next: { readonly question: Question } | null = null;

  constructor(
    private readonly ask: (question: Question) => Promise<Answer>,
    private readonly answered: (question: Question, answer: Answer) => void,
    private readonly failed: (question: Question) => void = () => undefined,
  ) {}

  put(question: Question): void {
    this.next = { question };
    if (!this.running) void this.run();
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.next) {
      const { question } = this.next;
      this.next = null;
      try {
        this.answered(question, await this.ask(question));
      } catch {
        this.failed(question);
      }
    }
    this.running = false;
  }
}

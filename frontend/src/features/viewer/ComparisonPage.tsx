/** The comparison of up to four examinations. */
export function ComparisonPage() {
  return <main />;
}

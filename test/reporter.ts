import type { Reporter, TestModule } from "vitest/node";

/** Prints the closing line that CI reads, after vitest's own summary. */
// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by its default export
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let passed = 0;
    let failed = 0;
    let skipped = 0;
    for (const module of modules) {
      if (module.errors().length > 0) failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed++;
        else if (state === "failed") failed++;
        else skipped++;
      }
    }
    process.once("exit", () => console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`));
  }
}

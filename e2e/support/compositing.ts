/** How Chromium composites: nearly everybody's does it with a GPU, a test machine's in software. */
export const compositing = {
  software: [],
  GPU: ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
} as const satisfies Record<string, readonly string[]>;

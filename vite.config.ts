import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { defineConfig } from 'vite';
import { patchCssModules } from 'vite-css-modules';
import { firefoxManifest } from './manifest.firefox.ts';
import manifest from './manifest.json' with { type: 'json' };
import { emitWorkerFiles, startWorkersFromFiles } from './scripts/encoder-workers.ts';

/** What differs between the browsers: `vite build` is for Chromium, `vite build --mode firefox` for Firefox. */
const builds = {
  chromium: {
    extension: crx({ manifest }),
    outDir: 'dist',
    target: 'chrome116',
    recorder: 'src/recorder/recorder.html',
  },
  firefox: {
    extension: crx({ manifest: firefoxManifest as ManifestV3Export, browser: 'firefox' }),
    outDir: 'dist-firefox',
    target: 'firefox140',
    recorder: 'src/recorder-window/recorder-window.html',
  },
} as const;

export default defineConfig(({ mode }) => {
  const { extension, outDir, target, recorder } = builds[mode === 'firefox' ? 'firefox' : 'chromium'];
  return {
    publicDir: 'src/public',
    plugins: [
      // Each *.module.css gets a *.module.css.d.ts beside it, so that an unknown class is a type error.
      patchCssModules({ generateSourceTypes: true, exportMode: 'default' }),
      extension,
      emitWorkerFiles(),
    ],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'es', plugins: () => [startWorkersFromFiles()] },
    build: {
      outDir,
      target,
      // Pages opened by code, which the manifest does not name.
      rolldownOptions: {
        input: {
          recorder,
          library: 'src/library/library.html',
          setup: 'src/setup/setup.html',
        },
      },
    },
  };
});

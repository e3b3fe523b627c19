import { crx } from '@crxjs/vite-plugin';
import { defineConfig } from 'vite';
import { patchCssModules } from 'vite-css-modules';
import manifest from './manifest.json' with { type: 'json' };
import { emitWorkerFiles, startWorkersFromFiles } from './scripts/encoder-workers.ts';

export default defineConfig({
  publicDir: 'src/public',
  plugins: [
    // Each *.module.css gets a *.module.css.d.ts beside it, so that an unknown class is a type error.
    patchCssModules({ generateSourceTypes: true, exportMode: 'default' }),
    crx({ manifest }),
    emitWorkerFiles(),
  ],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es', plugins: () => [startWorkersFromFiles()] },
  build: {
    target: 'chrome116',
    // Pages opened by code, which the manifest does not name.
    rolldownOptions: {
      input: {
        recorder: 'src/recorder/recorder.html',
        library: 'src/library/library.html',
        setup: 'src/setup/setup.html',
      },
    },
  },
});

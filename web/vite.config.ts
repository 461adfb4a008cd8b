import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const DESK = process.env.DESK_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    // The content security policy allows no data: address for fonts and scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  server: { proxy: { '/api': { target: DESK, changeOrigin: true } } },
  test: {
    environment: 'jsdom',
    setupFiles: 'src/test/setup.ts',
    isolate: false,
    testTimeout: 60_000,
  },
});

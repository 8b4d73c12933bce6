// Bundles the notebook element and the theme for a look without a server.
import { build, context } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFile } from 'node:fs/promises';

const here = dirname(fileURLToPath(import.meta.url));

const assets = {
  name: 'assets',
  setup(it) {
    it.onResolve({ filter: /\?inline$/ }, async (args) => {
      const found = await it.resolve(args.path.replace(/\?inline$/, ''), { kind: 'import-statement', resolveDir: args.resolveDir });
      return { path: found.path, namespace: 'inline' };
    });
    it.onLoad({ filter: /.*/, namespace: 'inline' }, async (args) => ({ contents: await readFile(args.path, 'utf8'), loader: 'text' }));
    it.onResolve({ filter: /\?url$/ }, async (args) => {
      const found = await it.resolve(args.path.replace(/\?url$/, ''), { kind: 'import-statement', resolveDir: args.resolveDir });
      return found.errors.length > 0 ? found : { path: found.path };
    });
  },
};

const options = {
  entryPoints: { page: join(here, 'page.ts') },
  outdir: join(here, 'dist'),
  bundle: true,
  format: 'esm',
  target: 'es2022',
  sourcemap: 'inline',
  nodePaths: [join(here, 'node_modules')],
  loader: { '.woff2': 'file' },
  publicPath: '/dist',
  plugins: [assets],
  logLevel: 'warning',
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
};

export async function bundle(watch = false) {
  if (!watch) return build(options);
  const it = await context(options);
  await it.watch();
  return it;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();

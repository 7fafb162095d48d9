/** What was being done was cut short because the process is told to stop: no error to show. */
export class Stopped extends Error {}

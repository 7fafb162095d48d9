export type Line = { code: string; fine: string; bug?: undefined } | { code: string; bug: string };

/** The network of the exercise. Its last statement is two lines here, for each half has a fault of its own. */
export const lines: readonly Line[] = [
  { code: 'model = models.Sequential()', fine: 'A model that is a plain row of layers.' },
  {
    code: "model.add(layers.Conv2D(32, (3, 3), activation='relu', input_shape=(32, 32, 3)))",
    fine: '[32, 32, 3] becomes [30, 30, 32].',
  },
  { code: 'model.add(layers.MaxPooling2D((2, 2)))', fine: '[30, 30, 32] becomes [15, 15, 32].' },
  { code: "model.add(layers.Conv2D(64, (3, 3), activation='relu'))", fine: '[15, 15, 32] becomes [13, 13, 64].' },
  { code: 'model.add(layers.MaxPooling2D((2, 2)))', fine: '[13, 13, 64] becomes [6, 6, 64]: the odd row is dropped.' },
  { code: "model.add(layers.Conv2D(64, (3, 3), activation='relu'))", fine: '[6, 6, 64] becomes [4, 4, 64].' },
  {
    code: "model.add(layers.Dense(5, activation='relu'))",
    bug: 'The input is still [4, 4, 64], and a dense layer works on the last axis only: it would answer at each of the 16 places, [4, 4, 5]. A Flatten (or a global average) has to come before it.',
  },
  {
    code: 'model.add(layers.Dense(2), …',
    bug: 'The bracket closes too early: Dense(2) is complete, and activation becomes an argument of model.add, which has none. Python stops with a TypeError.',
  },
  {
    code: "          … activation='sigmoid')",
    bug: 'Two sigmoids are two separate answers, which may both be yes. For two classes that exclude each other use Dense(2) with softmax, or Dense(1) with sigmoid.',
  },
];

export const bugCount = lines.filter((line) => line.bug).length;

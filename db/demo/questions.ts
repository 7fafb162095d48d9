import type { Thread } from './discussion.ts';

/** The lecture deck's five questions for class, one thread each, as a class that has met twice would have left them. */

type Question = Pick<Thread, 'title' | 'body' | 'topic' | 'replies'>;

export const questions: Question[] = [
  {
    title: 'Interesting architectures you have met or built',
    topic: 'general',
    body: `What are some interesting NN architectures you have encountered (or built)? What was the application?

A sentence on what the architecture *assumes* about its data is worth more than its number of layers.`,
    replies: [
      {
        by: 'Søren Mikkelsen',
        body: 'U-Net, for outlining cells in microscope images at my student job. The skip connections hand the fine detail of the early layers straight to the late ones, so that the outline is sharp although the middle of the network only sees a coarse map. We had about thirty labelled images, and with flips and small deformations that was enough.',
        endorsed: true,
      },
      {
        by: 'Kavya Subramaniam',
        body: 'A siamese network for telling whether two signatures are by the same hand. Both images go through **the same** weights, and only the distance of the two outputs is trained. New people can be added later without training again.',
      },
      {
        by: 'Gabriel O’Sullivan',
        body: 'Does AlphaGo count? Two heads on one trunk, one for the move and one for who wins. I like that what one head learns about the board is free for the other.',
      },
    ],
  },
  {
    title: 'Design decisions of a new architecture',
    topic: 'general',
    body: `What are various design decisions to be made when constructing a new neural network architecture? What factors affect these decisions?

Take one that you would have to make for your own proposal.`,
    replies: [
      {
        by: 'Mariana Gonçalves',
        body: `I tried to sort them by what forces the decision:

| decision | what forces it |
| --- | --- |
| layer type (dense, convolution, recurrent) | what one knows of the data: grid, order, nothing |
| depth and width | how much data there is, and the time to train |
| output layer and loss | the question: softmax for one of many, sigmoid for several at once |
| regularisation | how far training and validation are apart |

For my proposal the first was easy and the second is still a guess.`,
        endorsed: true,
      },
      {
        by: 'Priya',
        body: 'And where it has to run. Mine should work on a phone in the field, so I begin with a budget of parameters and look for what fits.',
      },
      {
        by: 'Dimitra Papadopoulou',
        anonymous: true,
        body: 'How do people decide on the number of units in practice? Every tutorial says 128 and none says why.',
      },
      {
        by: 'assistant',
        body: 'Mostly by trying a small, a medium and a large one on the validation data, and stopping where larger no longer helps. 128 is a power of two that happens to be a fine place to begin; there is nothing more to it.',
      },
    ],
  },
  {
    title: 'Ethical considerations of transfer learning',
    topic: 'general',
    body: 'What are some ethical considerations of transfer learning?',
    replies: [
      {
        by: 'Ngozi Adeyemi',
        body: 'What was in the original data comes along, and I cannot look at it. If the faces it was trained on were mostly light-skinned, my small data set does not mend that: fine-tuning moves the last layers, the features below stay. At the least one should measure the error **for each group** and not only on the whole.',
        endorsed: true,
      },
      {
        by: 'Jiří Dvořák',
        body: 'Consent. People whose pictures were collected for one purpose did not agree to the next one, and each transfer is a step further away from what they were asked.',
      },
      {
        by: 'Amara Nwosu',
        body: 'On the other side: training once and sharing the weights costs far less energy than everybody training from nothing, and it lets those take part who have little data and no cluster. That belongs on the scales too.',
      },
    ],
  },
  {
    title: 'Limits of reading left to right: RNNs and LSTMs',
    topic: 'general',
    body: 'What are some inherent limitations of the left-to-right structure of out-of-the-box RNNs / LSTMs? How can these models be modified to support problems such as sequence-to-sequence classification (e.g., translation)?',
    replies: [
      {
        by: 'Anh Nguyễn Thị Minh',
        body: `Two limits that I see:

1. At word $t$ the state $h_t = f(h_{t-1}, x_t)$ knows nothing of $x_{t+1}, \\dots$, but in “the bank of the river” one needs the end to read the beginning.
2. There is one output for each input, and a translation has another length and another order.

A **bidirectional** layer answers the first: one LSTM reads forwards, one backwards, and their states are put side by side. An **encoder and decoder** answers the second: the first reads the whole sentence, the second writes until it says stop.`,
        endorsed: true,
      },
      {
        by: 'Li Wei',
        body: 'With the plain encoder the whole sentence has to fit into one vector. Attention lets the decoder look back at every $h_t$ and weigh them anew for each word that it writes.',
      },
      {
        by: 'Oluwaseun Bankole-Hughes',
        body: 'A smaller one: it cannot be computed in parallel along the sentence, because each step waits for the one before.',
      },
    ],
  },
  {
    title: 'Combining CNNs and RNNs',
    topic: 'module:convolutional-networks',
    body: 'How can CNNs and RNNs be combined? What are some examples of real-world applications where this would be useful?',
    replies: [
      {
        by: 'Yuki Tanaka',
        body: `A CNN turns each frame of a video into a vector, and an LSTM reads the vectors in order:

\`\`\`python
model.add(layers.TimeDistributed(cnn, input_shape=(frames, 64, 64, 3)))
model.add(layers.LSTM(32))
model.add(layers.Dense(5, activation='softmax'))
\`\`\`

The same with signs of a sign language, or with what a car's camera has seen in the last second.`,
        endorsed: true,
      },
      {
        by: 'Farah Haddad',
        body: 'The other way round for captions: a CNN reads the picture once, and its vector is where the RNN begins to write the sentence.',
      },
      {
        by: 'Hyun-woo Choi',
        body: 'Is a one-dimensional convolution over a text a CNN too? I read that it replaces the RNN altogether where only short phrases matter.',
      },
    ],
  },
];

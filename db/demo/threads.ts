import type { Thread } from './discussion.ts';

/** What else was said: an announcement, questions with and without an answer, anonymously and to staff alone. */
export const threads: Thread[] = [
  {
    by: 'instructor',
    title: 'Bring your question to the next class',
    topic: 'item:project-proposal',
    announcement: true,
    hoursAgo: 70,
    body: `Proposals are due this week. Bring **one sentence** to the next class: the question that your project will answer. We read them aloud and say what data would be needed for each.

If you look for somebody to write with, answer here.`,
    replies: [
      {
        by: 'Priya',
        body: 'I want to recognise sick leaves with a phone, offline. I look for two people who like small models.',
      },
      { by: 'Gabriel O’Sullivan', body: 'I am in. I have an old phone that we can measure on.' },
      { by: 'Kavya Subramaniam', body: 'So am I.' },
    ],
  },
  {
    by: 'Farah Haddad',
    title: 'May the data be photographs that I take myself?',
    topic: 'item:project-proposal',
    hoursAgo: 66,
    body: 'The form asks whether the data set is public or how I will collect it. How many photographs would be enough for four classes?',
    replies: [
      {
        by: 'assistant',
        endorsed: true,
        accepted: true,
        body: `Yes. There is no fixed number, but you can reason backwards from the measurement: with $n$ test images the standard error of an accuracy $p$ is $\\sqrt{p(1-p)/n}$. For $p = 0.8$ and $n = 100$ that is 4 percentage points, so plan at least 100 for testing alone, and vary light and background in **all** classes alike.`,
      },
      {
        by: 'Imani Wanjiru',
        body: 'And photograph the test set on another day, or in another kitchen. Otherwise it tests whether the network knows yours.',
      },
    ],
  },
  {
    by: 'Hyun-woo Choi',
    title: 'Why is the kernel not flipped?',
    topic: 'module:convolutional-networks',
    hoursAgo: 58,
    body: 'In signal processing, a convolution turns the kernel round: $(x * k)[i] = \\sum_j x[i - j]\\,k[j]$. The demo in the lecture slides it over the image as it is. Is that still a convolution?',
    replies: [
      {
        by: 'נועה בן־ארי',
        endorsed: true,
        accepted: true,
        body: `Strictly it is a cross-correlation: $\\sum_j x[i + j]\\,k[j]$. For a network it makes no difference, because the kernel is **learned**: whatever training would put into the flipped one, it puts into this one the other way round. It only matters when one takes a kernel from a book.`,
      },
      {
        by: 'محمد عبد الرحمن الراشد',
        body: 'One thing is lost: only the flipped one is commutative. A layer does not need that, since image and kernel never change places.',
      },
    ],
  },
  {
    by: 'Imani Wanjiru',
    title: 'I do not follow the step from one filter to many',
    topic: 'module:convolutional-networks',
    anonymous: true,
    hoursAgo: 45,
    body: 'With one filter I see what happens. With 10 filters in the first layer and 24 in the second: are there 240 images in the end?',
    replies: [
      {
        by: 'Tatiana Kuznetsova-Belyaeva',
        endorsed: true,
        body: `No, 24. Each filter of the second layer reads **all** ten maps at once: its kernel is $5 \\times 5 \\times 10$, and the products are added up over the ten maps as well. So the layer has $24 \\cdot (5 \\cdot 5 \\cdot 10 + 1) = 6024$ weights.`,
      },
      { by: 'Imani Wanjiru', anonymous: true, body: 'The kernel has a depth, that was what I missed. Thank you.' },
    ],
  },
  {
    by: 'Oluwaseun Bankole-Hughes',
    title: 'Two deadlines on one day',
    topic: 'item:reflection-on-convolution',
    staffOnly: true,
    hoursAgo: 80,
    body: 'On the day on which the reflection is due I have an examination in another course until the evening. Could I hand it in three days later?',
    replies: [{ by: 'assistant', body: 'Yes. The new date is in your calendar. Good luck with the examination.' }],
  },
  {
    by: 'Elif Yıldız',
    title: 'Softmax when an image can show two things?',
    topic: 'general',
    hoursAgo: 20,
    body: 'Softmax makes the outputs add up to 1. If a photograph can show a cat **and** a dog, should the last layer have two sigmoids instead? And is the loss then still the categorical cross-entropy?',
    replies: [],
  },
];

/** About the assignment, for when it is published. */
export const assignmentThreads: Thread[] = [
  {
    by: 'student',
    title: 'Does pooling count towards the 10,000 parameters?',
    topic: 'item:06-cnn-translation',
    hoursAgo: 50,
    body: 'Before I begin: a pooling layer has no weights that are learned, has it?',
    replies: [
      {
        by: 'Yuki Tanaka',
        endorsed: true,
        accepted: true,
        body: 'It has none: a maximum needs nothing to be learned. It saves weights indirectly, though. A dense layer behind a $16 \\times 16$ map with 10 filters would have $2560 \\cdot 10 + 10$ weights for ten classes; behind a global maximum it has $10 \\cdot 10 + 10$.',
      },
    ],
  },
  {
    by: 'Björn Þorsteinsson',
    title: 'Training accuracy rises, validation accuracy does not',
    topic: 'item:06-cnn-translation',
    hoursAgo: 27,
    body: 'After a few epochs the two curves come apart: one keeps rising, the other stays where it was. Should I train longer, or is that the point where one stops?',
    replies: [
      {
        by: 'Chloë Vandenbroucke',
        body: 'Longer will not help when only the training curve moves. I took the dense layer in the middle away, and the gap became smaller: it was the part that could learn the images by heart.',
      },
      {
        by: 'assistant',
        body: 'Both are right. Look at which layer has most of the weights (the tab *Model* lists them), and ask whether it needs to know **where** something is.',
      },
    ],
  },
];

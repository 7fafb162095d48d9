import type { Moment } from './clock.ts';
import type { Voice } from './people.ts';

/** What the class proposes, and what staff said of it. Every data set is a public one that exists, or is to be collected. */

export type Parts = { category: string; motivation: string; data_set: string; methods: string };

export type Proposal = {
  by: Voice;
  /** Co-authors. */
  with?: Voice[];
  parts: Parts;
  submitted: Moment;
  review?: {
    by: 'instructor' | 'assistant';
    at: Moment;
    comment: string;
    decision: 'accepted' | 'changes_asked';
  };
  /** Beside the text, about one field of it. */
  beside?: { field: keyof Parts; body: string; answer?: string };
  revised?: { at: Moment; parts: Partial<Parts>; accepted?: { at: Moment; comment: string } };
};

export const proposals: Proposal[] = [
  {
    by: 'Amara Nwosu',
    parts: {
      category: 'CNNs in medicine: skin cancer detection',
      motivation:
        'Where I grew up there is one skin doctor for several hundred thousand people. A network that says which spots should be looked at first would not replace the doctor, but it could put the urgent cases at the head of the queue instead of those who live nearest.',
      data_set:
        'HAM10000, which is public: 10,015 photographs of skin lesions taken through a dermatoscope, with seven diagnoses. Two thirds show harmless moles, so accuracy alone would be misleading. Several photographs can show the same lesion; I will split by lesion and not by photograph.',
      methods:
        'A small convolutional network on images of 64 by 64 pixels, against a network that only sees the mean colour. I will weight the loss by class and report the sensitivity for melanoma at a fixed specificity of 0.8.',
    },
    submitted: [-4, '19:12'],
    review: {
      by: 'instructor',
      at: [-3, '10:05'],
      decision: 'accepted',
      comment:
        'Splitting by lesion is exactly right, and few think of it. Decide before the first run which number you will report, and keep to it.',
    },
  },
  {
    by: 'Anh Nguyễn Thị Minh',
    parts: {
      category: 'Sequence-to-sequence problems',
      motivation:
        'My grandmother reads Vietnamese only, and the letters from her insurance are in English. Large services translate them well, but I would not upload such letters. I want to know how far a model comes that is small enough to run at home, and which sentences it gets wrong.',
      data_set:
        'The English and Vietnamese sentences of IWSLT 2015, which are public: about 133,000 pairs from subtitled talks. Talks are not letters from an insurance, so I will also translate twenty sentences of our own by hand.',
      methods:
        'An encoder and a decoder made of LSTM layers, first without and then with attention. I will train both for the same number of steps and compare them on held-out talks.',
    },
    submitted: [-4, '21:40'],
    review: {
      by: 'assistant',
      at: [-3, '14:30'],
      decision: 'changes_asked',
      comment:
        'A good question with a good reason. Two things are missing: by what you measure a translation, and how long one run takes on the machine that you have. Please try a tenth of the data first.',
    },
    beside: {
      field: 'methods',
      body: 'By what will you compare them? BLEU is the usual one; say also how many sentences you read yourself.',
      answer: 'I did not know where to put it. It is in the new version, with the time that a first run took.',
    },
    revised: {
      at: [-1, '17:25'],
      parts: {
        methods:
          'An encoder and a decoder made of LSTM layers, first without and then with attention, both trained for the same number of steps on sentences of at most 20 words. I will compare them by BLEU on held-out talks, and read a hundred translations of each without knowing which model wrote them. A tenth of the data is enough to see whether the loss falls, so I begin with that.',
      },
    },
  },
  {
    by: 'Björn Þorsteinsson',
    with: ['Søren Mikkelsen'],
    parts: {
      category: 'Action recognition with CNNs and RNNs',
      motivation:
        'We both row, and our coach cuts videos by hand to show us single strokes. If a network can tell from a short clip what somebody is doing, it can also find the moments worth looking at. The technical question interests us as much: how much of an action is visible in a single frame?',
      data_set:
        'Five sports out of UCF101, which is public: 101 actions in 13,320 clips from YouTube, in 25 groups that were filmed together. We keep groups together when we split, so that no clip is tested whose neighbour was trained on.',
      methods:
        'The same small CNN for each frame, and on top either the average over frames or an LSTM. If both do equally well, then order does not matter for these actions, which would be an answer too.',
    },
    submitted: [-3, '16:48'],
    review: {
      by: 'instructor',
      at: [-2, '09:20'],
      decision: 'accepted',
      comment:
        'A fair comparison with a result either way. Add shuffled frames as a third case: it costs you one line.',
    },
  },
  {
    by: 'Chloë Vandenbroucke',
    parts: {
      category: 'Transfer learning from ImageNet',
      motivation:
        'Satellites photograph every field in Europe every few days, but labels are scarce and expensive. I want to find out how many labelled images a network needs when its first layers come from ordinary photographs, and whether those layers help at all with pictures taken from above.',
      data_set:
        'EuroSAT, which is public: 27,000 images of 64 by 64 pixels from the Sentinel-2 satellites, in ten kinds of land use with 2,000 to 3,000 images each. I will use only red, green and blue, because the pretrained network expects those.',
      methods:
        'MobileNet with its weights from ImageNet, frozen, under a new last layer; against a small CNN trained from nothing. Both get 10, 50, 200 and 1,000 labelled images of each kind, three runs each.',
    },
    submitted: [-2, '22:15'],
  },
  {
    by: 'Elif Yıldız',
    parts: {
      category: 'Sentiment analysis with CNNs and LSTMs',
      motivation:
        'I worked in a cinema, and every Monday somebody counted by hand how many comments were kind. It is a simple task for a person and a good place to see what a network does with a sentence such as “not half as bad as I had feared”.',
      data_set:
        'The IMDb reviews of Maas and others, which are public: 50,000 film reviews, half of them for training, equally many positive and negative ones. A review has about 230 words on average, and I will cut it after 200.',
      methods:
        'A network of word vectors with a convolution over five words and a maximum, and one with an LSTM instead. I will train both and see which is better on the test half.',
    },
    submitted: [-3, '23:02'],
    review: {
      by: 'assistant',
      at: [-2, '15:45'],
      decision: 'changes_asked',
      comment:
        'Your example with “not half as bad” is better than the plan that follows it: which is better overall is well known by now. Please make negation the question, with a small set of sentences on which you expect the two to differ.',
    },
  },
  {
    by: 'Farah Haddad',
    parts: {
      category: 'Convolutional neural networks',
      motivation:
        'In our student house the paper lands in the glass and the glass in the compost, every week. A camera over the bins that says “other one” would be cheap. The more general question is how few photographs are enough when camera, light and background stay the same.',
      data_set:
        'I will collect it: photographs of paper, glass, metal and compost on our kitchen table, taken with one phone from above. All four flatmates have agreed to help, and no person will be visible in any of them.',
      methods:
        'A convolutional network with two layers on images of 64 by 64 pixels, trained on 20, 40, 80 photographs of each kind, with and without flipping and turning them. Measured by accuracy.',
    },
    submitted: [-2, '18:30'],
    review: {
      by: 'instructor',
      at: [-1, '11:10'],
      decision: 'changes_asked',
      comment:
        'I like that it is about how few are enough. Say how many photographs there will be in all and on which you test: with 20 test images, one more that is right moves the accuracy by five percentage points.',
    },
    beside: {
      field: 'data_set',
      body: 'How many of each kind, and taken on how many days? The test photographs should come from a day of their own.',
      answer: 'We thought of 150 of each kind over two weekends. May the second weekend be the test set?',
    },
  },
  {
    by: 'Priya',
    with: ['Gabriel O’Sullivan', 'Kavya Subramaniam'],
    parts: {
      category: 'Convolutional neural networks',
      motivation:
        'A farmer who sees a sick leaf is rarely where there is a good connection. We want a network that names the disease on an old phone, without the internet. So the question is not how good it can be, but how good it can be within one megabyte and a tenth of a second.',
      data_set:
        'PlantVillage, which is public: 54,306 photographs of single leaves with 38 combinations of plant and disease. The leaves lie on a plain background, which real ones do not; we will photograph some outside.',
      methods:
        'Three convolutional networks of different size, with weights of 32 and of 8 bits. We plot accuracy against size, and measure the time for one photograph on a phone from 2016.',
    },
    submitted: [-3, '12:20'],
    review: {
      by: 'instructor',
      at: [-2, '10:40'],
      decision: 'changes_asked',
      comment:
        'The budget makes this a good project. The background worries me: a network can do well on this set by looking at the background alone. Please plan a test that would show it.',
    },
    beside: {
      field: 'data_set',
      body: 'What would a network get that sees only the four corners of each photograph?',
      answer: 'Good idea, and a little frightening. We take it as the baseline.',
    },
    revised: {
      at: [-2, '20:05'],
      parts: {
        data_set:
          'PlantVillage, which is public: 54,306 photographs of single leaves with 38 combinations of plant and disease. The leaves lie on a plain background, so our baseline is a network that sees only the four corners of each photograph: whatever it gets is owed to the background. For testing we also photograph 60 leaves outside, in three gardens.',
      },
      accepted: { at: [-1, '09:35'], comment: 'The corners are a baseline that I will remember. Go ahead.' },
    },
  },
  {
    by: 'Hyun-woo Choi',
    parts: {
      category: 'Convolutional neural networks',
      motivation:
        'My uncle cannot use his hands, and the assistants that listen to him send everything they hear to a server. Twelve words would be enough for his lamp and his radio. I want to know whether a network that small can be trained on a laptop and still be trusted.',
      data_set:
        'Speech Commands in its second version, which is public: 105,829 recordings of one second each, 35 words by 2,618 speakers. I use ten words, and all others together as “unknown”. The split that comes with it keeps each speaker on one side.',
      methods:
        'One-dimensional convolutions over the raw sound, against two-dimensional ones over a spectrogram, with equally many weights. Measured by the errors for each word and by the false alarms in an hour of talk.',
    },
    submitted: [-1, '23:48'],
  },
  {
    by: 'Jiří Dvořák',
    parts: {
      category: 'Long short-term memory networks',
      motivation:
        'Whoever has solar cells on the roof wants to know in the morning how much the household will need at noon. I would like to see whether an LSTM finds anything that “the same as yesterday” does not already say, because many published forecasts never ask that.',
      data_set:
        'The individual household power consumption set of the UCI repository, which is public: 2,075,259 measurements, one a minute over 47 months, of one house near Paris. About 1.25 percent of the rows have gaps. I average over hours.',
      methods:
        'An LSTM that reads 72 hours and predicts the next 24, against yesterday’s values and a linear model. Trained on three years and tested on the months after that; measured by the mean absolute error in kilowatts.',
    },
    submitted: [-4, '08:55'],
    review: {
      by: 'assistant',
      at: [-3, '13:15'],
      decision: 'accepted',
      comment: 'Clear, with honest baselines. One house is one house: say so in the report, and it is fine.',
    },
  },
  {
    by: 'José Luis García-Fernández',
    parts: {
      category: 'Dense neural networks for tabular data',
      motivation:
        'My family makes wine, and the tasters disagree with each other. If a network can predict their mark from what the laboratory measures, then the mark says something about the wine. If it cannot, it may say more about the taster, which would be worth knowing at home.',
      data_set:
        'Wine Quality from the UCI repository, which is public: 1,599 red and 4,898 white wines from Portugal, eleven measurements of each and a mark from 0 to 10. Nearly all marks are 5, 6 or 7.',
      methods:
        'A dense network with two hidden layers that predicts the mark, trained with the squared error. Compared with a network without hidden layers, by the accuracy of the rounded mark.',
    },
    submitted: [-3, '20:30'],
    review: {
      by: 'instructor',
      at: [-1, '11:40'],
      decision: 'changes_asked',
      comment:
        'You ask whether tasters agree, but the set has one mark a wine, the median of several tasters: it cannot tell. Please ask something that it can answer, for instance whether the order of two wines can be predicted.',
    },
    beside: {
      field: 'methods',
      body: 'If nearly all marks are 5, 6 or 7, what accuracy has a network that always says 6?',
    },
  },
  {
    by: 'Li Wei',
    parts: {
      category: 'Uses of transformers',
      motivation:
        'Everybody says that transformers need a great deal of data, and the course has taught us convolutions for images. I want to see where the two lines cross: from how many images on is a small transformer as good as a small convolutional network with the same number of weights?',
      data_set:
        'Fashion-MNIST, which is public: 70,000 grey images of clothes, 28 by 28 pixels, ten kinds with 7,000 each. It is small enough to train many times, and large enough to leave most of it out.',
      methods:
        'A transformer on patches of 4 by 4 pixels and a CNN, both with about 50,000 weights, trained on 500 up to 50,000 images until the validation loss stops falling. Five runs each, with error bars.',
    },
    submitted: [-1, '20:20'],
  },
  {
    by: 'Mariana Gonçalves',
    parts: {
      category: 'Autoencoders',
      motivation:
        'A doctor who reads a day of a heart’s recording looks for the few beats that are unlike the others. Labels for rare beats hardly exist, so I would like to learn what is normal and let the network say what does not fit, without ever showing it a disease.',
      data_set:
        'The MIT-BIH arrhythmia database, which is public: 48 recordings of half an hour from 47 people, with every beat labelled by two cardiologists. I train on normal beats of some people, and test on all beats of others.',
      methods:
        'A one-dimensional convolutional autoencoder with a narrow middle; the error of its reconstruction is the alarm. Compared with the distance to the mean beat, by the area under the ROC curve for each person.',
    },
    submitted: [-4, '15:05'],
    review: {
      by: 'instructor',
      at: [-3, '10:30'],
      decision: 'accepted',
      comment: 'Testing on other people than those you train on makes this believable. I look forward to it.',
    },
  },
  {
    by: 'Ngozi Adeyemi',
    parts: {
      category: 'Ethics of transfer learning',
      motivation:
        'A network that was trained on one group of people is lent to another every day. I want to measure, and not only to argue, what becomes of a bias when the last layers are trained anew: does a fair small data set mend features that were learned from an unfair large one?',
      data_set:
        'FairFace, which is public: 108,501 photographs of faces, balanced over seven groups, with age and gender as annotators saw them. Those labels are guesses about people who were not asked.',
      methods:
        'A network from ImageNet with a new last layer for the age group, trained on balanced and on unbalanced subsets of the same size. I compare the errors of the groups.',
    },
    submitted: [-4, '17:50'],
    review: {
      by: 'instructor',
      at: [-3, '11:00'],
      decision: 'changes_asked',
      comment:
        'An important question, and you see the difficulty with the labels yourself. Please say which difference between groups would convince you, and of how many runs, before you look.',
    },
    beside: {
      field: 'methods',
      body: 'Two runs with different seeds differ too. How will you tell that from a difference between groups?',
      answer:
        'With five seeds for each subset, and intervals by resampling the test images. I have written it down now.',
    },
    revised: {
      at: [-1, '21:10'],
      parts: {
        methods:
          'A network from ImageNet with a new last layer for the age group, trained on balanced and on unbalanced subsets, five seeds each. I compare the largest difference in error between two groups. A difference counts if the 95 percent interval, found by resampling test images within groups, leaves out zero for all five seeds.',
      },
    },
  },
  {
    by: 'محمد عبد الرحمن الراشد',
    parts: {
      category: 'Graph neural networks',
      motivation:
        'Who cites whom often says more about a paper than its words do. A library at home has thousands of unsorted articles and only a few hundred with a subject. I would like to know how many labels are needed if the network may also look at the neighbours.',
      data_set:
        'Cora, which is public: 2,708 papers on machine learning in seven subjects, 5,429 citations between them, and for each paper which of 1,433 words occur in it. It is small enough to train on a laptop within a minute.',
      methods:
        'A graph convolutional network with two layers, against a dense network that sees the words alone, with 5, 10 and 20 labels a subject. Twenty random choices of labels each, because single choices differ a lot.',
    },
    submitted: [-1, '13:37'],
  },
];

/** Begun, not handed in: what each field holds so far. */
export const drafts: { by: Voice; savedAt: Moment; parts: Partial<Parts> }[] = [
  {
    by: 'María de los Ángeles Etxeberria Goikoetxea-Villanueva',
    savedAt: [-1, '22:05'],
    parts: {
      category: 'Generative adversarial networks',
      motivation:
        'Old tiles in my town are broken, and nobody makes them any more. Could a network draw the missing piece?',
      data_set: 'Photographs of tiles, perhaps 300? Ask the museum first.',
    },
  },
  {
    by: 'Yuki Tanaka',
    savedAt: [-2, '16:40'],
    parts: {
      category: 'Action recognition with CNNs and RNNs',
      motivation:
        'Fingerspelling is the first thing that one learns of a sign language, and the hardest to read. I want to know whether a network needs to see the movement or only the hand.',
    },
  },
  {
    by: 'נועה בן־ארי',
    savedAt: [-1, '09:15'],
    parts: {
      category: 'Representation learning',
      motivation:
        'Handwritten Hebrew and printed Hebrew look like two scripts. Do their letters lie close together inside a network?',
    },
  },
];

import type { Mark } from '#lib/writing/core/item.ts';
import type { Moment } from './clock.ts';
import type { Voice } from './people.ts';

/** The first text of the course, “A network you already use”: graded and released. */

export type Note = {
  by: Voice;
  text: string;
  /** Unless told, two days before it was due. */
  at?: Moment;
  mark: Mark;
  comment?: string;
};

const enough = 'True, and short. An example of where it fails would have made it whole.';

export const notes: Note[] = [
  {
    by: 'student',
    text: 'The keyboard of my phone. The last few words go in, and three guesses for the next one come out. It fails with names, and whenever I change languages in the middle of a sentence, which at home is most of the time.',
    mark: 'check',
    comment: 'The change of languages is a good case: what would it have to remember to notice it?',
  },
  {
    by: 'Amara Nwosu',
    text: 'The camera of my phone, which looks for faces before it focuses. An image goes in, and boxes come out. For years it found my friends and not me in the evening, so I learned early that a network is as good as the pictures that somebody chose.',
    mark: 'plus',
    comment: 'Thank you for this one. May I bring it up when we come to transfer learning?',
  },
  {
    by: 'Anh Nguyễn Thị Minh',
    text: 'Translation of menus through the camera. A photograph goes in, and another one with the words replaced comes out, so there must be at least two networks in a row. It fails on handwriting, and very politely on dishes.',
    mark: 'plus',
    comment: 'Two in a row is right: one reads, one translates.',
  },
  {
    by: 'Björn Þorsteinsson',
    text: 'The spam filter of the university. An e-mail goes in, and a number between nothing and one comes out. It fails with everything in Icelandic: half of what my mother writes lands among the advertisements.',
    mark: 'check',
  },
  {
    by: 'Chloë Vandenbroucke',
    text: 'An application that names plants. A photograph goes in, and a list of names with percentages comes out. With seedlings it is wrong nearly always, and its percentages are as high as ever, which bothers me more than the mistake.',
    mark: 'plus',
    comment: 'That a network can be wrong and sure will keep us busy for several weeks.',
  },
  {
    by: 'Dimitra Papadopoulou',
    text: 'The subtitles under videos. Sound goes in, and words come out with a small delay. It fails where two people speak at once, and with Greek words in English sentences.',
    mark: 'check',
  },
  {
    by: 'Elif Yıldız',
    at: [-5, '20:10'],
    text: 'The fingerprint sensor of my laptop, if that is a network; I could not find out. An image of ridges goes in, yes or no comes out. With wet hands it says no. I would rather have that than a yes for somebody else.',
    mark: 'check',
    comment: 'The two mistakes do not cost the same: hold on to that thought. And welcome back.',
  },
  {
    by: 'Farah Haddad',
    text: 'Recommendations for music. What I listened to goes in, and what comes next comes out. It fails after every party at our house, and then needs two weeks to believe that I am myself again.',
    mark: 'check',
  },
  {
    by: 'Gabriel O’Sullivan',
    text: 'The chess program that I lose to. A position goes in; how good it is and what to play come out. I have never seen it fail, but people have found closed positions in which it does not see that nothing can happen any more.',
    mark: 'plus',
  },
  {
    by: 'Hyun-woo Choi',
    at: [-5, '01:25'],
    text: 'Noise suppression in video calls. Sound goes in, and sound without the neighbour’s drill comes out. It also takes away my sister’s violin, because it only knows speech and everything else.',
    mark: 'check',
  },
  {
    by: 'Imani Wanjiru',
    text: 'The search of my photographs. The word “beach” goes in, and pictures come out; so every picture must have gone in before. It finds sand, and calls it a beach.',
    mark: 'check',
  },
  {
    by: 'Jiří Dvořák',
    text: 'The weather on my phone, which now says that a part of it is learned. Measurements from today go in, tomorrow’s come out. It fails in our valley, which is smaller than one cell of its grid.',
    mark: 'check',
    comment: 'A network cannot know what its grid does not show: well seen.',
  },
  {
    by: 'José Luis García-Fernández',
    text: 'The machine that sorts grapes at my uncle’s. Each grape flies past a camera, and a puff of air removes the bad ones. It fails at noon, when the sun comes in through the door.',
    mark: 'plus',
    comment: 'I did not know that this exists. What do they do at noon?',
  },
  {
    by: 'Kavya Subramaniam',
    text: 'The bank’s check of my signature. A scan goes in, “same hand” or “other hand” comes out. It refused mine after I had broken my thumb, and rightly so.',
    mark: 'check',
  },
  {
    by: 'Li Wei',
    at: [-5, '09:40'],
    text: 'Automatic doors with a camera. An image goes in, open or not comes out. It opens for the large dog of the porter and not for small children, so I suppose that it was tried out by adults.',
    mark: 'check',
    comment: 'It came after the date; the observation is a good one.',
  },
  {
    by: 'María de los Ángeles Etxeberria Goikoetxea-Villanueva',
    text: 'Forms that want my name. I do not know whether there is a network in them, but something decides that mine is not one, or cuts it in the middle. What goes in is a name, and what comes out is an apology.',
    mark: 'minus',
    comment:
      'This is mostly a rule that somebody wrote by hand, not a network. Which of the two would be easier to put right?',
  },
  {
    by: 'Mariana Gonçalves',
    text: 'Reading the amount from a photographed bill. An image goes in, a number comes out. It takes the year for the price when the bill is crumpled, and once wanted to charge me two thousand euros for coffee.',
    mark: 'check',
  },
  {
    by: 'Ngozi Adeyemi',
    text: 'The gate at the airport that compares my face with my passport. Two images go in, one answer comes out. Two of three times I am sent to the desk. My classmates tell me that they had not known there is a desk.',
    mark: 'plus',
    comment: 'Thank you. There is a paper that measures this; I will put it on the list of readings.',
  },
  {
    by: 'Priya',
    text: 'Reading aloud, for my father. Text goes in, a voice comes out. It fails with numbers in Hindi, which it reads in English, and with my name, which it spells.',
    mark: 'check',
  },
  {
    by: 'Søren Mikkelsen',
    text: 'Cell outlines at my student job. A microscope image goes in, a line around each cell comes out. It fails where two cells touch.',
    mark: 'check',
    comment: enough,
  },
  {
    by: 'Yuki Tanaka',
    text: 'The application with which I learn characters. My strokes go in, and the character that I may have meant comes out. It is kinder than my teacher: it accepts what she would not.',
    mark: 'check',
  },
  {
    by: 'נועה בן־ארי',
    text: 'The keyboard, in Hebrew. What I have typed goes in, the next word comes out. It guesses the wrong gender of the verb, because it does not know who is speaking.',
    mark: 'check',
  },
  {
    by: 'محمد عبد الرحمن الراشد',
    text: 'Speech to text. My voice goes in, Arabic comes out, always in the written language, whatever dialect I speak. It corrects my grandmother.',
    mark: 'check',
    comment: enough,
  },
];

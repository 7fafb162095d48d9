import type { Scores } from '#lib/writing/core/score.ts';
import type { Moment } from './clock.ts';
import type { Voice } from './people.ts';

/** “Reflection on convolution”: handed in by most, graded by half. Their grades are not released. */

export type Reflection = {
  by: Voice;
  text: string;
  at: Moment;
  graded?: { by: 'instructor' | 'assistant'; criteria: Scores; comment: string };
};

const scores = (sharing: number, limit: number, example: number): Scores => ({ sharing, limit, example });

export const reflections: Reflection[] = [
  {
    by: 'student',
    at: [-3, '21:15'],
    text: `Imagine that you look for your keys with a toilet roll before your eye. You move it over the table, and wherever it points you ask the same question: is there something shiny? You do not need one question for the left half of the table and another for the right. A convolution asks the same question everywhere, so what it has learned in one place it knows in all of them.

It stops being true at the edge, where the roll sees half a key, and when the keys are closer than the roll is wide: it knows nothing about size. I tried the demo with a digit that was turned, and the map of the kernel looked quite different. So it knows a digit that has moved, but not one that has been turned.`,
  },
  {
    by: 'Amara Nwosu',
    at: [-4, '18:02'],
    text: `A dense layer has its own weight for each pixel. If it learns a stroke in the upper left corner, the weights in the lower right have learned nothing, and it has to see the stroke there as well. A convolution uses **the same** few weights at each position, so one example teaches all positions at once. That also saves weights: $5 \\cdot 5 = 25$ instead of 400 for an image of 20 by 20.

But the map that comes out moves along with the image. If a dense layer follows, position matters again. Only the maximum over the whole map throws it away, and then the network can no longer tell a 6 from a 9 by where the circle lies.

My example is a rubber stamp: one stamp prints the same picture anywhere on the page, but somebody must still say that the page does not matter.`,
    graded: {
      by: 'instructor',
      criteria: scores(4, 3, 3),
      comment: 'The distinction between moving along and not caring is the heart of it, and you found it by yourself.',
    },
  },
  {
    by: 'Anh Nguyễn Thị Minh',
    at: [-3, '20:30'],
    text: `When I listen for my name in a crowd, I do not have one ear for the first minute and one for the second. I have one pattern, and I compare it with what I hear at every moment. A convolution does this with an image: a small pattern, the kernel, is compared with every place, and its weights are shared by all places.

That is why it finds a digit which has moved by three pixels: its strokes make the same numbers, three pixels further.

It is not true any more after a pooling with stride 2. If the digit moves by one pixel, then other pairs of pixels fall into the same window, and the result is not the old one moved by half a pixel. It can be quite different. So the network is only roughly indifferent to moves, and exactly so only for moves by multiples of the stride.`,
    graded: {
      by: 'assistant',
      criteria: scores(4, 3, 2),
      comment:
        'The remark about the stride is right, and many books get it wrong. Your name in a crowd is a fine picture.',
    },
  },
  {
    by: 'Björn Þorsteinsson',
    at: [-2, '23:31'],
    text: `A convolutional network recognises a moved digit because a filter is slid over the image. The filter has learned an edge or a curve, and it answers wherever there is one. In the next layer other filters combine these, and so on, until a whole digit is found.

A friend would ask: and how does it know that the curve belongs to the 3 and not to the 8 beside it? I think the answer is that it does not, if one takes the maximum at the end. With two digits in the image it would say something about both.

An example is a shop with one guard for all doors, who is told what a thief looks like only once.`,
    graded: {
      by: 'assistant',
      criteria: scores(3, 2, 2),
      comment:
        'Two digits in one image are a good limit. Say more about what is *shared*: the word that I miss is “weights”.',
    },
  },
  {
    by: 'Chloë Vandenbroucke',
    at: [-3, '17:44'],
    text: `Take a transparent sheet with a small drawing of a corner on it, and lay it over a map at each crossing. Where the drawing fits, you make a dark dot. You need a single sheet, however large the map is. This is weight sharing, and it is the reason why the number of weights does not grow with the image.

If all houses on the map move by one street, then all dots move by one street. Mathematicians call this equivariance: first move and then filter, or first filter and then move, gives the same. **In**variance comes only when we stop asking where the dots are, by a maximum or a mean.

The limit is at the border of the sheet. With zero padding, the network can see the border, because there is suddenly nothing, and so it can find out where it is after all.`,
    graded: {
      by: 'instructor',
      criteria: scores(4, 3, 3),
      comment:
        'Excellent, padding included. If you like: how would you show by an experiment that a network uses the border?',
    },
  },
  {
    by: 'Dimitra Papadopoulou',
    at: [-1, '08:20'],
    text: `Convolution means that a small window goes over the image and always computes the same sum. So a digit gives the same sums wherever it is, only in another place. The network needs far fewer weights than a dense one, and it does not have to see each digit in each corner while it learns.

It stops being true when something else than the place changes. A larger digit, a turned one or a thicker pen gives other sums, and the network has to learn these from examples.

My example is a ruler: it measures the same everywhere on the table, but only in centimetres.`,
  },
  {
    by: 'Gabriel O’Sullivan',
    at: [-3, '22:58'],
    text: `I explain it with a crossword. If you look for the word CAT in a grid of letters, you do not learn the word again for every row. You take it along, and compare. A kernel is such a word, and a convolutional layer is a short list of them. Because the list is the same for every place, finding CAT in a new place costs nothing and needs no new examples.

The explanation breaks when the word runs diagonally. The list has no diagonal words in it unless somebody trained them. It also breaks at the margin, where only CA fits on the page.

And it hides something: the network never sees the word. It sees which letters are where, then which pairs, then which words. Each step has its own list.`,
    graded: {
      by: 'assistant',
      criteria: scores(4, 3, 3),
      comment: 'The best picture of this week, and it even has the layers in it.',
    },
  },
  {
    by: 'Hyun-woo Choi',
    at: [-2, '22:10'],
    text: `In one dimension it is easier to see. A kernel $[1, -1]$ answers at each jump in a signal. If the jump comes one second later, the answer comes one second later. A dense layer would have one weight for each second and no idea that they have to do with each other.

For images it is the same in two directions. What is shared are the weights of the kernel; what stays different is the place of the answer. The maximum at the end forgets the place.

It is not true if the jump comes *faster*, because then it has another shape. To be indifferent to speed one would need kernels of several lengths. And where the recording begins there is a jump out of nothing that nobody made.`,
    graded: {
      by: 'assistant',
      criteria: scores(4, 3, 2),
      comment: 'Going to one dimension was a good idea. The false jump at the beginning is the border effect, exactly.',
    },
  },
  {
    by: 'Jiří Dvořák',
    at: [-4, '09:12'],
    text: `The same weights are used in all places. Therefore moving the input moves the output, and a maximum over the output does not change at all, as long as the digit stays within the image.

A friend who cooks will understand it so: one recipe for a dumpling is enough for the whole pot, you do not need a recipe for each dumpling. And at the end you only ask whether there is a dumpling.

It fails when the digit is cut off by the edge, when it is scaled, when it is turned. It also fails if pooling or strides are used, though only a little.`,
    graded: {
      by: 'instructor',
      criteria: scores(3, 2, 3),
      comment:
        'All of it is true. Take one of your four limits next time and say why: a list is not yet an explanation.',
    },
  },
  {
    by: 'Kavya Subramaniam',
    at: [-3, '19:26'],
    text: `My little brother plays a game in which one has to find a small figure in a crowd. He has learned what the figure looks like, not where it is, and so he can play with any picture. A dense network would learn by heart that it stood beside the fountain. The convolutional one keeps what the figure looks like in one set of weights, and moves it about.

Where is that wrong? He finds the figure also when it is small and far away, and the network does not. He finds it when half of it is behind a tree, and the network does so only if it learned the halves.

I had not thought before that the network pays for this: by sharing the weights it **cannot** learn that figures never stand on roofs, even if that would help.`,
  },
  {
    by: 'Mariana Gonçalves',
    at: [-2, '20:47'],
    text: `Two statements are mixed up easily. First, a convolution is *equivariant*: if $T$ moves an image, then $f(Tx) = T f(x)$. Second, a network with a global maximum at the end is *invariant*: $g(Tx) = g(x)$. The first follows from the fact that all places share their weights. The second follows from the first, because a maximum does not ask for the order.

It is useful because a digit has to be learned once and not four hundred times.

With an example: shift a text by one line and the word that you underline moves along; but the number of times that it occurs remains.

Both statements are exact only on an endless image. Ours has 20 pixels, so a 7 that moves by ten loses its head.`,
  },
  {
    by: 'Ngozi Adeyemi',
    at: [-4, '21:33'],
    text: `I would tell my friend about a choir. Everybody sings from the same sheet, wherever they stand. If the solo moves from the left to the right, nobody has to learn anything. A convolutional layer is a choir whose singers stand at each pixel, and who all have the same kernel on their sheet.

That they have the same sheet is an assumption by us: that a stroke means the same everywhere. For digits this is true. For faces in a passport photograph it is not quite, because eyes are always above the mouth, and a network that knew this could do better with fewer examples. So the explanation stops being true where the place carries meaning.

I find it honest to say that the network did not discover this. We built it in.`,
    graded: {
      by: 'instructor',
      criteria: scores(4, 3, 3),
      comment: 'What you say at the end is the point of the whole course: an architecture is an assumption.',
    },
  },
  {
    by: 'Priya',
    at: [-3, '12:05'],
    text: `A dense layer on an image of 20 by 20 pixels with 64 units has $400 \\cdot 64 + 64 = 25664$ weights. A convolution with 64 kernels of 5 by 5 has $25 \\cdot 64 + 64 = 1664$. Both see the whole image. The difference is that the second one looks everywhere with the same eyes.

So a stroke that was seen on the left during training is known on the right, for free. This is why it needs fewer examples, and why it fits on a phone.

The limit: memory is saved, but not time. Each kernel is used at 256 places, so the second layer does more multiplications than the first one, about 410,000 instead of 25,600. I had to compute it twice before I believed it.`,
  },
  {
    by: 'Søren Mikkelsen',
    at: [-2, '15:18'],
    text: `When we count cells under the microscope, nobody asks where a cell lies. We move the slide and use the same eyes. A convolution is the moving, and the kernel is the eyes: few weights, used everywhere.

The images that I work with have cells in all directions, so our network needs the same kernel many times, turned a little each time. One can see it in the first layer: eight edges, all alike but for the angle. If turning were built in as moving is, then one would be enough. So the explanation stops at turning, and the network pays for that with kernels.

At the border of the slide we throw away cells that are cut. I wonder whether one should do this with digits, too.`,
  },
  {
    by: 'Yuki Tanaka',
    at: [-1, '10:30'],
    text: `In Japanese schools we write each character into a square, and the teacher has a wooden frame with a hole that she moves from square to square. She checks the same strokes in each. A convolutional layer moves its frame pixel by pixel and checks the same strokes, which are its weights.

Because of this a character that is written a little too far to the left is still recognised. But if it is written too far to the left *and* half of it is in the next square, then it is another character. In the same way the maximum over the whole image cannot say which strokes belong together, only that all of them occur somewhere.

I think this is why a deeper network is better here: its later kernels see strokes together.`,
  },
  {
    by: 'محمد عبد الرحمن الراشد',
    at: [-3, '11:50'],
    text: `If you read from right to left, as I do, you notice that a letter is the same letter wherever on the line it stands. So you learn the letter, not the place. The weights of a kernel are the letter, and sliding it along is reading.

In Arabic, however, a letter looks different at the beginning, in the middle and at the end of a word. There the place carries meaning, although not the place on the page: the place in relation to the neighbours. A kernel that is wide enough sees the neighbours. So the explanation is true for the page, and stops being true for the word, unless a second layer looks at what is beside.`,
  },
];

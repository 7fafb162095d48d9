/** Classmates of the demo course: invented, and as varied as a class is, in script, length and punctuation. */
const names = [
  'Amara Nwosu',
  'Anh Nguyễn Thị Minh',
  'Björn Þorsteinsson',
  'Chiara De Luca',
  'Chloë Vandenbroucke',
  'Dimitra Papadopoulou',
  'Elif Yıldız',
  'Farah Haddad',
  'Gabriel O’Sullivan',
  'Hyun-woo Choi',
  'Imani Wanjiru',
  'Jiří Dvořák',
  'José Luis García-Fernández',
  'Kavya Subramaniam',
  'Li Wei',
  'Mariana Gonçalves',
  'Mohammed al-Rashid',
  'Ngozi Adeyemi',
  'Oluwaseun Bankole-Hughes',
  'Priya',
  'Rūta Kazlauskaitė',
  'Søren Mikkelsen',
  'Tatiana Kuznetsova-Belyaeva',
  'Yuki Tanaka',
];

/** Letters that do not come apart into a base letter and an accent. */
const plain: Record<string, string> = { ø: 'o', þ: 'th', ı: 'i', đ: 'd', ł: 'l' };

function addressOf(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[øþıđł]/g, (letter) => plain[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z ]/g, '')
    .split(' ');
  return `${[...new Set([words[0], words.at(-1)])].join('.')}@example.edu`;
}

export const classmates = names.map((name) => ({ name, email: addressOf(name) }));

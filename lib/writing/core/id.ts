/** Whether a text can be the id of a row: what is none is not asked for in the database. */
export const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

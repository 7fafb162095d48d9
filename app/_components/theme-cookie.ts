// Its own file: a server component must not import the name from a client module.
export const themeCookie = 'theme';

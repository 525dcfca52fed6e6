// The browser library. Its parts land one by one.
export {};

/** `map` that makes each when it is taken: nothing of those before it is kept. */
export function* each<A, B>(all: Iterable<A>, make: (one: A) => B): Generator<B> {
  for (const one of all) yield make(one)
}

/** A lazy `map`: earlier results are not kept in memory. */
export function* mapLazily<A, B>(all: Iterable<A>, make: (one: A) => B): Generator<B> {
  for (const one of all) yield make(one)
}

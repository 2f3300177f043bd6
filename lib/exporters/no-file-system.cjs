// Stands in for Node's `fs` in the browser's bundle: quicktype-core imports it and never calls it there.
module.exports = {}

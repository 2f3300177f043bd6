// Stands in for Node's modules in the browser: quicktype-core imports them for files that are never read there.
module.exports = {}

/// Ends the reading of a part of a query; what is wrong has been noted.
struct ParseFailure: Error {}

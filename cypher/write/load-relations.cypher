// Purpose: write relations that are not there, many of them: no index is asked, and no name of a property sent.
// Parameters: rows of [element id of one end, of the other, type, id, since, until, confidence, records,
//   fingerprint, {all other properties}]
// Columns: none
UNWIND $rows AS row
MATCH (a) WHERE elementId(a) = row[0]
MATCH (b) WHERE elementId(b) = row[1]
CREATE (a)-[r:$(row[2]) {
  id: row[3], since: row[4], until: row[5], confidence: row[6], records: row[7], fingerprint: row[8]
}]->(b)
SET r += row[9]

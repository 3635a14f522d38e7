// Purpose: the sum of all content hashes, in two halves that cannot overflow: high * 2^32 + low.
// Parameters: none
// Columns: high, low
CALL () {
  MATCH (n:Entity)
  RETURN sum(n.fingerprint / 4294967296) AS high, sum(n.fingerprint % 4294967296) AS low
  UNION ALL
  MATCH (:Entity)-[r]->()
  RETURN sum(r.fingerprint / 4294967296) AS high, sum(r.fingerprint % 4294967296) AS low
}
RETURN sum(high) AS high, sum(low) AS low

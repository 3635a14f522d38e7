// Purpose: begin a batch of a lane of a load. No row: another process has taken the load over.
// Parameters: lane (its name), loading (the token of the load), batch (its number in the lane)
// Columns: whether it is new, or was written by a try before
MATCH (l:NetinvState {name: $lane})
SET l.writer = $loading // the lock: what is read from here on is what the writer before has left
WITH l
WHERE l.loading = $loading
WITH l, l.batch < $batch AS new
SET l.batch = $batch
RETURN new

-- HMAC of all that a token's row says, by a key outside of this file: who can write the file alone can't make or widen a token.
ALTER TABLE tokens ADD COLUMN seal TEXT;
-- Links are hashed with that key from here on; those of before are over within the hour anyway.
DELETE FROM sign_in_links;

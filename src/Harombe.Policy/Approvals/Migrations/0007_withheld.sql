-- Of a question about arguments that hold a secret: keyed hash of them as they came. The column arguments then has what may be shown of them; they themselves are on no disk.
ALTER TABLE approvals ADD COLUMN withheld TEXT;

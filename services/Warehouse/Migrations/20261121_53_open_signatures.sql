-- Documents are listed by how they stand with the signers.
set local role teg_owner;

create index signature_state on documents.signature (org_id, state, document_id);

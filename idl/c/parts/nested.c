// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/* What a call has taken of memory, and what it does when it has been made. */
struct _idl_block {
	struct _idl_block *next;
	uint64_t align;
};

struct _idl_later {
	struct _idl_later *next;
	void (*move)(void *record, void *object);
	uint8_t *record, *object;
	int count;
	size_t record_size, object_size;
};

/* Memory until the end of the call, all zero; NULL for none. */
_IDL_STATIC void *_idl_alloc(struct _idl_call *call, int count, size_t size)
{
	struct _idl_block *block;

	if (call->err || count <= 0 || !size)
		return NULL;
	if ((size_t)count > ((size_t)-1 - sizeof(*block)) / size) {
		call->err = AEE_ENOMEMORY;
		return NULL;
	}
	block = (struct _idl_block *)calloc(1, sizeof(*block) + (size_t)count * size);
	if (!block) {
		call->err = AEE_ENOMEMORY;
		return NULL;
	}
	block->next = call->blocks;
	call->blocks = block;
	return block + 1;
}

_IDL_STATIC void _idl_free(struct _idl_call *call)
{
	while (call->blocks) {
		struct _idl_block *block = call->blocks;

		call->blocks = block->next;
		free(block);
	}
}

/* Moves values between records and objects when the call has succeeded. */
_IDL_STATIC void _idl_later(struct _idl_call *call, void (*move)(void *record, void *object),
			    void *record, size_t record_size, void *objects, size_t object_size,
			    int count)
{
	struct _idl_later *later = (struct _idl_later *)_idl_alloc(call, 1, sizeof(*later));

	if (!later)
		return;
	later->move = move;
	later->record = (uint8_t *)record;
	later->record_size = record_size;
	later->object = (uint8_t *)objects;
	later->object_size = object_size;
	later->count = count;
	later->next = call->later;
	call->later = later;
}

_IDL_STATIC void _idl_do_later(struct _idl_call *call)
{
	for (struct _idl_later *l = call->later; l; l = l->next)
		for (int i = 0; i < l->count; i++)
			l->move(l->record ? l->record + (size_t)i * l->record_size : NULL,
				l->object + (size_t)i * l->object_size);
}

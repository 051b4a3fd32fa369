// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Looks at a GGUF file before a board is booted for it, and says what is wrong in one
 * sentence. Nothing of the file is trusted.
 */
#include "gguf.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

/* More of anything than this is damage. */
#define GGUF_COUNT_MAX 65536
#define GGUF_ARRAY_MAX (16 << 20)

struct gguf_reader {
	FILE *in;
	uint64_t size, alignment;
	uint64_t values, tensors;
	char name[GGUF_NAME_MAX];	/* what was read last, for messages */
	char *why;
	size_t room;
};

static bool __attribute__((format(printf, 2, 3)))
gguf_refuse(struct gguf_reader *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(r->why, r->room, format, args);
	va_end(args);
	return false;
}

static bool gguf_take(struct gguf_reader *r, void *to, size_t size)
{
	if (fread(to, size, 1, r->in) == 1)
		return true;
	return gguf_refuse(r, "it is damaged: it ends in its description, behind '%s'", r->name);
}

static bool gguf_skip(struct gguf_reader *r, uint64_t size)
{
	long at = ftell(r->in);

	if (at < 0 || size > r->size - at)
		return gguf_refuse(r, "it is damaged: it ends in the value of '%s'", r->name);
	return !fseek(r->in, (long)size, SEEK_CUR);
}

/* A name: what does not fit is read and forgotten. */
static bool gguf_take_name(struct gguf_reader *r)
{
	uint64_t length;
	size_t kept;

	if (!gguf_take(r, &length, sizeof(length)))
		return false;
	if (length == 0 || length > 4096)
		return gguf_refuse(r, "it is damaged: a name of %llu bytes follows '%s'",
				   (unsigned long long)length, r->name);
	kept = length < sizeof(r->name) ? length : sizeof(r->name) - 1;
	if (!gguf_take(r, r->name, kept))
		return false;
	r->name[kept] = 0;
	return gguf_skip(r, length - kept);
}

/* Bytes of a value, where its kind says that. */
static const unsigned char gguf_value_size[GGUF_VALUES] = {
	[GGUF_U8] = 1, [GGUF_I8] = 1, [GGUF_U16] = 2, [GGUF_I16] = 2, [GGUF_U32] = 4,
	[GGUF_I32] = 4, [GGUF_F32] = 4, [GGUF_BOOL] = 1, [GGUF_U64] = 8, [GGUF_I64] = 8,
	[GGUF_F64] = 8,
};

static bool gguf_skip_string(struct gguf_reader *r)
{
	uint64_t length;

	return gguf_take(r, &length, sizeof(length)) && gguf_skip(r, length);
}

static bool gguf_skip_array(struct gguf_reader *r)
{
	uint64_t count;
	uint32_t kind;

	if (!gguf_take(r, &kind, sizeof(kind)) || !gguf_take(r, &count, sizeof(count)))
		return false;
	if (kind >= GGUF_VALUES || kind == GGUF_ARRAY || count > GGUF_ARRAY_MAX)
		return gguf_refuse(r, "it is damaged: the array of '%s' cannot be", r->name);
	if (kind != GGUF_STRING)
		return gguf_skip(r, count * gguf_value_size[kind]);
	while (count--)
		if (!gguf_skip_string(r))
			return false;
	return true;
}

static bool gguf_take_value(struct gguf_reader *r)
{
	uint32_t kind, alignment;

	if (!gguf_take_name(r) || !gguf_take(r, &kind, sizeof(kind)))
		return false;
	if (kind >= GGUF_VALUES)
		return gguf_refuse(r, "it is damaged: '%s' has a value of kind %u", r->name, kind);
	if (kind == GGUF_STRING)
		return gguf_skip_string(r);
	if (kind == GGUF_ARRAY)
		return gguf_skip_array(r);
	if (kind != GGUF_U32 || strcmp(r->name, "general.alignment"))
		return gguf_skip(r, gguf_value_size[kind]);
	if (!gguf_take(r, &alignment, sizeof(alignment)))
		return false;
	if (!alignment || alignment & (alignment - 1))
		return gguf_refuse(r, "it is damaged: its alignment is %u", alignment);
	r->alignment = alignment;
	return true;
}

static bool gguf_take_header(struct gguf_reader *r)
{
	uint32_t version;
	char magic[4];

	if (fread(magic, sizeof(magic), 1, r->in) != 1 || memcmp(magic, "GGUF", 4))
		return gguf_refuse(r, "it is no GGUF file: it does not begin with 'GGUF'");
	if (!gguf_take(r, &version, sizeof(version)))
		return false;
	if (version < 2 || version > GGUF_VERSION)
		return gguf_refuse(r, "it is of version %u of GGUF, and 2 and 3 are known",
				   version);
	if (!gguf_take(r, &r->tensors, 8) || !gguf_take(r, &r->values, 8))
		return false;
	if (!r->tensors || r->tensors > GGUF_COUNT_MAX || r->values > GGUF_COUNT_MAX)
		return gguf_refuse(r, "it is damaged: it says that it has %llu tensors",
				   (unsigned long long)r->tensors);
	return true;
}

/* Where the data of one tensor ends, from the beginning of all data. */
static bool gguf_take_tensor(struct gguf_reader *r, uint64_t *end)
{
	struct gguf_tensor t = { .dimensions = 0 };
	uint64_t all = 1;
	uint32_t kind;

	if (!gguf_take_name(r) || !gguf_take(r, &t.dimensions, sizeof(uint32_t)))
		return false;
	if (t.dimensions < 1 || t.dimensions > 4)
		return gguf_refuse(r, "it is damaged: tensor '%s' has %u dimensions", r->name,
				   t.dimensions);
	for (unsigned int i = 0; i < t.dimensions; i++) {
		if (!gguf_take(r, &t.count[i], sizeof(t.count[i])))
			return false;
		if (!t.count[i] || t.count[i] > UINT32_MAX || all > (1ULL << 40) / t.count[i])
			return gguf_refuse(r, "it is damaged: tensor '%s' has a dimension of %llu",
					   r->name, (unsigned long long)t.count[i]);
		all *= t.count[i];
	}
	if (!gguf_take(r, &kind, sizeof(kind)) || !gguf_take(r, &t.offset, sizeof(t.offset)))
		return false;
	t.kind = kind;
	*end = t.offset > r->size ? UINT64_MAX : t.offset + gguf_bytes(&t);
	return true;
}

static bool gguf_read(struct gguf_reader *r)
{
	uint64_t begin, end = 0;

	if (!gguf_take_header(r))
		return false;
	for (uint64_t i = 0; i < r->values; i++)
		if (!gguf_take_value(r))
			return false;
	for (uint64_t i = 0, last = 0; i < r->tensors; i++) {
		if (!gguf_take_tensor(r, &end))
			return false;
		if (end > last)
			last = end;
		if (last > r->size)
			return gguf_refuse(r, "it is damaged: it ends before the data of '%s' does",
					   r->name);
		if (i + 1 < r->tensors)
			continue;
		begin = ftell(r->in);
		begin += -begin & (r->alignment - 1);
		if (begin > r->size || last > r->size - begin)
			return gguf_refuse(r, "it is damaged: %llu bytes of tensors are missing",
					   (unsigned long long)(begin + last - r->size));
	}
	return true;
}

/**
 * gguf_check() - Whether a file is a model that can be run.
 * @limit: bytes that it may have
 * @why: gets the reason if not, as the end of a sentence that begins with its name
 *
 * Return: 0, or -1.
 */
int gguf_check(const char *path, uint64_t limit, char *why, size_t room)
{
	struct gguf_reader r = { .why = why, .room = room, .alignment = GGUF_ALIGNMENT,
				 .name = "its first bytes" };
	struct stat stat;
	bool good = false;

	r.in = fopen(path, "rb");
	if (!r.in || fstat(fileno(r.in), &stat)) {
		snprintf(why, room, "it cannot be read: %s", strerror(errno));
	} else if (!S_ISREG(stat.st_mode)) {
		snprintf(why, room, "it is no file");
	} else if ((uint64_t)stat.st_size > limit) {
		snprintf(why, room, "it has %llu MiB, and the board has room for %llu",
			 (unsigned long long)stat.st_size >> 20, (unsigned long long)limit >> 20);
	} else {
		r.size = stat.st_size;
		good = gguf_read(&r);
	}
	if (r.in)
		fclose(r.in);
	return good ? 0 : -1;
}

// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/phase.h"
#include "report/symbols.h"

static int symbols_add(struct symbols *s, const struct symbol *symbol)
{
	if (!(s->count & (s->count - 1))) {
		size_t room = s->count ? 2 * s->count : 1;
		struct symbol *more = realloc(s->all, room * sizeof(*more));

		if (!more)
			return -1;
		s->all = more;
	}
	s->all[s->count++] = *symbol;
	return 0;
}

int symbols_read(struct symbols *s, const char *path)
{
	FILE *file = fopen(path, "r");
	char line[512];
	int ret = 0;

	if (!file) {
		perror(path);
		return -1;
	}
	while (!ret && fgets(line, sizeof(line), file)) {
		struct symbol symbol = { 0 };
		char type;

		if (sscanf(line, "%" SCNx64 " %c %63s %31s", &symbol.address, &type, symbol.name,
			   symbol.module) < 3 || !strchr("tTwW", type))
			continue;
		symbol.phase = (int)phase_of(symbol.name, symbol.module);
		symbol.event = event_of(symbol.name);
		ret = symbols_add(s, &symbol);
	}
	fclose(file);
	return ret;
}

static int symbols_order(const void *a, const void *b)
{
	uint64_t left = ((const struct symbol *)a)->address;
	uint64_t right = ((const struct symbol *)b)->address;

	return left < right ? -1 : left > right;
}

void symbols_sort(struct symbols *s)
{
	qsort(s->all, s->count, sizeof(*s->all), symbols_order);
}

const struct symbol *symbols_find(const struct symbols *s, uint64_t address)
{
	size_t from = 0, to = s->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (s->all[middle].address <= address)
			from = middle + 1;
		else
			to = middle;
	}
	return from ? &s->all[from - 1] : NULL;
}

void symbols_free(struct symbols *s)
{
	free(s->all);
	*s = (struct symbols){ 0 };
}

/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_TABLE_H
#define IDL_TABLE_H

#include <stddef.h>

#include "base/arena.h"

/**
 * struct table - values by name
 */
struct table {
	/** @arena: where it lies */
	struct arena *arena;
	/** @slots: a power of 2 of them, or NULL */
	struct table_slot *slots;
	/** @room: how many */
	size_t room;
	/** @count: of those that are in use */
	size_t count;
};

void *table_get(const struct table *table, const char *name);
void *table_add(struct table *table, const char *name, void *value);

#endif

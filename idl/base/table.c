// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: table
 *
 * A hash table with open addressing. Names are never removed.
 */
#include <stdint.h>
#include <string.h>

#include "base/table.h"

#define TABLE_ROOM_MIN	64

/**
 * struct table_slot - a name and its value
 */
struct table_slot {
	/** @name: NULL: free */
	const char *name;
	/** @value: not NULL */
	void *value;
};

static struct table_slot *table_find(struct table_slot *slots, size_t room, const char *name)
{
	uint32_t hash = 2166136261u;
	size_t i;

	for (const char *c = name; *c; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619u;
	for (i = hash & (room - 1); slots[i].name; i = (i + 1) & (room - 1))
		if (!strcmp(slots[i].name, name))
			break;
	return &slots[i];
}

static void table_grow(struct table *table)
{
	size_t room = table->room ? 2 * table->room : TABLE_ROOM_MIN;
	struct table_slot *slots = arena_alloc(table->arena, room * sizeof(*slots));

	for (size_t i = 0; i < table->room; i++)
		if (table->slots[i].name)
			*table_find(slots, room, table->slots[i].name) = table->slots[i];
	table->slots = slots;
	table->room = room;
}

/**
 * table_get() - look a name up
 *
 * Return: its value; NULL: there is none.
 */
void *table_get(const struct table *table, const char *name)
{
	return table->room ? table_find(table->slots, table->room, name)->value : NULL;
}

/**
 * table_add() - give a name a value, unless it has one
 * @table: where
 * @name: has to stay
 * @value: not NULL
 *
 * Return: the value that it has already, which it keeps; NULL: it had none.
 */
void *table_add(struct table *table, const char *name, void *value)
{
	struct table_slot *slot;

	if (2 * (table->count + 1) > table->room)
		table_grow(table);
	slot = table_find(table->slots, table->room, name);
	if (slot->name)
		return slot->value;
	slot->name = name;
	slot->value = value;
	table->count++;
	return NULL;
}

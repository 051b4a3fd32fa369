// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Makes instructions.
 */

#include "hvx/hvx_encode.h"
#include "hvx/hvx_packet.h"

#define HVX_JUMP		0x58000000u
#define HVX_JUMP_FIELD		0x01ff3ffeu	/* distance in words */
#define HVX_JUMP_MAX		0x7ffffc
#define HVX_CALL		0x5a000000u
#define HVX_SET			0x78000000u	/* Rd = #s16 */
#define HVX_ADD			0xb0000000u	/* Rd = add(Rs, #s16) */
#define HVX_ADD_FIELD		0x0fe03fe0u
#define HVX_EXTENDER_FIELD	0x0fff3fffu
#define HVX_LOW			0x3fu		/* what is not in the extender */

/**
 * hvx_put_field() - put a number into the bits of a field
 * @word: the instruction
 * @field: its bits
 * @value: its lowest bits go there in their order
 *
 * Return: the instruction.
 */
uint32_t hvx_put_field(uint32_t word, uint32_t field, uint32_t value)
{
	for (uint32_t bit = 1; bit; bit <<= 1) {
		if (!(field & bit))
			continue;
		word = value & 1 ? word | bit : word & ~bit;
		value >>= 1;
	}
	return word;
}

/**
 * hvx_get_field() - the number in the bits of a field
 */
uint32_t hvx_get_field(uint32_t word, uint32_t field)
{
	uint32_t value = 0, place = 1;

	for (uint32_t bit = 1; bit; bit <<= 1) {
		if (!(field & bit))
			continue;
		value |= word & bit ? place : 0;
		place <<= 1;
	}
	return value;
}

/**
 * hvx_extender() - upper bits of a constant of the instruction that follows
 */
uint32_t hvx_extender(uint32_t value)
{
	return hvx_put_field(HVX_PARSE_MORE, HVX_EXTENDER_FIELD, value >> 6);
}

/**
 * hvx_extended() - the constant of an extender and of what the next word has of it
 */
uint32_t hvx_extended(uint32_t extender, uint32_t low)
{
	return hvx_get_field(extender, HVX_EXTENDER_FIELD) << 6 | (low & HVX_LOW);
}

/**
 * hvx_jump_reaches() - whether hvx_jump() can be made
 */
int hvx_jump_reaches(uint32_t from, uint32_t to)
{
	int32_t distance = (int32_t)(to - from);

	return distance >= -HVX_JUMP_MAX && distance <= HVX_JUMP_MAX;
}

/**
 * hvx_jump() - { jump to }
 */
uint32_t hvx_jump(uint32_t from, uint32_t to)
{
	return hvx_put_field(HVX_JUMP | HVX_PARSE_LAST, HVX_JUMP_FIELD, (to - from) >> 2);
}

/**
 * hvx_call_low() - a call behind its extender, more words follow
 */
uint32_t hvx_call_low(uint32_t distance)
{
	return HVX_CALL | HVX_PARSE_MORE | (distance & HVX_LOW) << 1;
}

/**
 * hvx_set_low() - { reg = ##value } behind its extender
 */
uint32_t hvx_set_low(uint32_t reg, uint32_t value)
{
	return HVX_SET | HVX_PARSE_LAST | (value & HVX_LOW) << 5 | reg;
}

/**
 * hvx_add_imm() - to = add(from, #value), which ends its packet
 */
uint32_t hvx_add_imm(uint32_t to, uint32_t from, uint32_t value)
{
	return hvx_put_field(HVX_ADD | HVX_PARSE_LAST | from << 16 | to, HVX_ADD_FIELD, value);
}

// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */
/*
 * The part that runs on the DSP. A method gets the inputs and the outputs of a
 * call; they have been checked against its text in the table below.
 */
#include <qda/farf.h>
#include <qda/skel.h>

/* Brighter, at most white. */
int @NAME@_brighten(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const uint32_t by = *(const uint32_t *)in[0].data;
	const uint8_t *from = in[1].data;
	uint8_t *to = out[0].data;

	if (in[1].size != out[0].size)
		return SKEL_EBADPARM;
	for (uint32_t i = 0; i < in[1].size; i++)
		to[i] = from[i] + by > 255 ? 255 : from[i] + by;
	FARF(HIGH, "%u bytes are brighter by %u", (unsigned int)in[1].size, (unsigned int)by);
	return 0;
}

#define METHODS(METHOD) \
	METHOD(2, @NAME@_brighten, "brighten in:u32:by in:u8[]:from out:u8[]:to")

SKEL(@NAME@, METHODS);

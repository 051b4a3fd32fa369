// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Objects of the guest: what the client's listener offers, also to libraries. Names and
 * layouts as in Qualcomm's remote.h, methods of remotectl as in its IDL.
 */

#include <string.h>

#include "guest/guest.h"
#include "os/error.h"
#include "os/export.h"

int32_t guest_client;
uint32_t guest_arch;

#define REMOTE_CONTROL		0u	/* handle of apps_remotectl */
#define REMOTE_OPEN		0u
#define REMOTE_CLOSE		1u
#define REMOTE_SC_HANDLES	0xffu

/**
 * remote_handle_open() - find an object of the guest
 * @name: of a module of the client
 * @handle: gets it
 *
 * Return: 0, or a DSP error: that of the guest, or of the way there.
 */
int32_t remote_handle_open(const char *name, uint32_t *handle)
{
	char text[128];
	uint32_t lens[2] = {strlen(name) + 1, sizeof(text)};
	int32_t out[2] = {0, 0};
	const struct upcall_buffer buffers[] = {
		{lens, sizeof(lens)},
		{(void *)name, lens[0]},
		{out, sizeof(out)},
		{text, sizeof(text)},
	};
	int32_t result = upcall_reverse(REMOTE_CONTROL, UPCALL_SC(REMOTE_OPEN, 2, 2), buffers);

	*handle = (uint32_t)out[0];
	return result ? result : out[1];
}
EXPORT(remote_handle_open);

/**
 * remote_handle_close() - undo remote_handle_open()
 *
 * Return: 0, or a DSP error.
 */
int32_t remote_handle_close(uint32_t handle)
{
	char text[128];
	uint32_t in[2] = {handle, sizeof(text)};
	int32_t error = 0;
	const struct upcall_buffer buffers[] = {
		{in, sizeof(in)},
		{&error, sizeof(error)},
		{text, sizeof(text)},
	};
	int32_t result = upcall_reverse(REMOTE_CONTROL, UPCALL_SC(REMOTE_CLOSE, 1, 2), buffers);

	return result ? result : error;
}
EXPORT(remote_handle_close);

/* A remote_arg is a buffer here as well; handles do not go that way. */
int32_t remote_handle_invoke(uint32_t handle, uint32_t sc, const struct upcall_buffer *args)
{
	return sc & REMOTE_SC_HANDLES ? ERROR_UNSUPPORTED : upcall_reverse(handle, sc, args);
}
EXPORT(remote_handle_invoke);

/*
 * The same for code that asks for handles of 64 bits: there is one kind of handle
 * on the way to the guest, and one guest.
 */
int32_t remote_handle64_open(const char *name, uint64_t *handle)
{
	uint32_t number = 0;
	int32_t result = remote_handle_open(name, &number);

	*handle = number;
	return result;
}
EXPORT(remote_handle64_open);

int32_t remote_handle64_close(uint64_t handle)
{
	return handle == (uint32_t)handle ? remote_handle_close((uint32_t)handle) :
	       ERROR_INVALID_HANDLE;
}
EXPORT(remote_handle64_close);

int32_t remote_handle64_invoke(uint64_t handle, uint32_t sc, const struct upcall_buffer *args)
{
	return handle == (uint32_t)handle ? remote_handle_invoke((uint32_t)handle, sc, args) :
	       ERROR_INVALID_HANDLE;
}
EXPORT(remote_handle64_invoke);

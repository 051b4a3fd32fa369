// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Words for errno. Each says the cause and, where there is one, the remedy.
 */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "qda.h"

/* No errno is larger, and none has this number. */
#define ERROR_ERRNO_MAX		4095

#define ERROR_RANGE \
	"the DSP cannot see the memory as one range: take a buffer of its own, or a contiguous heap"

/**
 * struct error_word - text for one number
 */
struct error_word {
	/** @number: positive errno */
	int number;
	/** @text: the text */
	const char *text;
};

static const struct error_word error_open[] = {
	{ EACCES,
	  "no permission for the device node: join its group, usually render, or run as root" },
	{ EINTR, "interrupted" },
	{ EMFILE, "too many open files in this process" },
	{ ENODEV, "no such DSP: is the qda driver loaded and the DSP running?" },
	{ ENOENT, "no such device node: is the qda driver loaded and the DSP running?" },
	{ ENOTTY, "not a device node of the qda driver" },
	{ ETIMEDOUT,
	  "no such DSP appeared in time: is the qda driver loaded and the DSP running?" },
	{ 0, NULL },
};

static const struct error_word error_query[] = {
	{ EINVAL, "the driver does not know this question: it is older than this library" },
	{ EREMOTEIO, "the DSP refused to tell" },
	{ ETIMEDOUT, "the DSP did not answer: it may hang, restart it" },
	{ EUSERS, "every context bank of the DSP is taken: try again when a session has closed" },
	{ 0, NULL },
};

static const struct error_word error_session[] = {
	{ EFBIG, "the process image is larger than 2 MiB" },
	{ EINVAL,
	  "the driver refuses these attributes, or image and signature do not lie in the buffer" },
	{ EINTR, "interrupted while waiting for a context bank" },
	{ ENOENT, "no such session or process image" },
	{ EOPNOTSUPP,
	  "the DSP takes no unsigned processes, or knows no poll mode: see qda info" },
	{ EPERM, "only root may attach or start a signed process: ask for an unsigned one" },
	{ EREMOTEIO, "the DSP refused the process" },
	{ ETIMEDOUT, "the DSP did not answer: it may hang, restart it" },
	{ EUSERS, "every context bank of the DSP is taken: close a session or try later" },
	{ 0, NULL },
};

static const struct error_word error_bo[] = {
	{ EBADF, "no dma-buf: the file descriptor is not open" },
	{ EINVAL, "a buffer has 1 byte to 4 GiB, and only a dma-buf can be imported" },
	{ EMFILE, "too many open files in this process" },
	{ ENOENT, "no such buffer" },
	{ 0, NULL },
};

static const struct error_word error_call[] = {
	{ E2BIG, "too many arguments or bytes: put large data into buffers" },
	{ EBADMSG, "the DSP's answer makes no sense: its firmware does not follow the protocol" },
	{ ECONNABORTED,
	  "the process on the DSP has died: see qda log, and the dump in /sys/class/devcoredump" },
	{ ECONNRESET, "the DSP went away during the call: wait for it and open it again" },
	{ EINVAL, "a wrong method, time limit or argument, or a range outside its buffer" },
	{ ENOENT, "no such session or buffer: it has been closed" },
	{ EOPNOTSUPP, ERROR_RANGE },
	{ EPERM, "this remote object is the driver's own" },
	{ EREMOTEIO, "the method failed on the DSP" },
	{ ESHUTDOWN, "the session was closed during the call" },
	{ ETIMEDOUT,
	  "no answer in time: the method may still be running, close the session to end it" },
	{ 0, NULL },
};

static const struct error_word error_module[] = {
	{ EAGAIN, "no thread for the DSP's requests: a limit of threads is reached" },
	{ EINVAL, "not a module's name: letters, digits and _ - . + only, or a URI" },
	{ ENAMETOOLONG, "the module's name is too long" },
	{ EREMOTEIO, "the DSP could not load the module" },
	{ 0, NULL },
};

static const struct error_word error_log[] = {
	{ EBADMSG, "the DSP put its log into memory that it has not got" },
	{ ECONNRESET, "the DSP has stopped or restarted" },
	{ EOPNOTSUPP, "the DSP has no log that programs can read" },
	{ EPERM, "only root may read the log of a DSP" },
	{ EREMOTEIO, "the DSP refused to give its log" },
	{ 0, NULL },
};

static const struct error_word error_map[] = {
	{ EEXIST, "the process still has another map of this number: close the session" },
	{ EINVAL, "a map is whole pages of 4096 bytes inside its buffer" },
	{ EREMOTEIO, "the DSP refused the map, or to give it back" },
	{ ETIMEDOUT,
	  "the DSP did not answer: it has the memory until the session is closed" },
	{ 0, NULL },
};

/* Where an operation has nothing special to say. */
static const struct error_word error_any[] = {
	{ EFAULT, "a bad address was passed" },
	{ EIO, "input/output error" },
	{ ENODEV, "the DSP has stopped or restarted: wait for it and open it again" },
	{ ENOMEM, "not enough memory" },
	{ ENOSPC, "no space left in the DSP's address space" },
	{ ENOTTY, "the driver does not know this operation: it is older than this library" },
	{ EXDEV, "a buffer belongs to another device" },
	{ 0, NULL },
};

static const struct error_word *const error_table[] = {
	[QDA_CONTEXT_OPEN] = error_open,
	[QDA_CONTEXT_QUERY] = error_query,
	[QDA_CONTEXT_SESSION] = error_session,
	[QDA_CONTEXT_BO] = error_bo,
	[QDA_CONTEXT_CALL] = error_call,
	[QDA_CONTEXT_MODULE] = error_module,
	[QDA_CONTEXT_LOG] = error_log,
	[QDA_CONTEXT_MAP] = error_map,
};

static const char *error_find(const struct error_word *words, int number)
{
	for (; words->text; words++) {
		if (words->number == number)
			return words->text;
	}
	return NULL;
}

const char *qda_error_text(enum qda_context context, int error)
{
	const char *text = NULL;

	if (error >= 0)
		return "success";
	if (error < -ERROR_ERRNO_MAX)
		error = -ERROR_ERRNO_MAX;

	if ((size_t)context < sizeof(error_table) / sizeof(error_table[0]))
		text = error_find(error_table[context], -error);
	/* Modules are opened, logs read and maps made by calls. */
	if (!text && (context == QDA_CONTEXT_MODULE ||
		      context == QDA_CONTEXT_LOG || context == QDA_CONTEXT_MAP))
		text = error_find(error_call, -error);
	if (!text)
		text = error_find(error_any, -error);
	if (!text)
		text = strerrordesc_np(-error);
	return text ? text : "unknown error";
}

// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Errors of the driver as FastRPC's own library gives them.
 */
#include <errno.h>

#include "aee.h"

/**
 * rpc_aee() - make an AEE code of an errno
 * @error: 0 or -errno of libqda
 *
 * The codes are those that programs know of Qualcomm's library; only that the
 * process on the DSP has died has no errno of its own there.
 *
 * Return: the code.
 */
int rpc_aee(int error)
{
	switch (-error) {
	case 0:
		return AEE_SUCCESS;
	case ENOMEM:
	case ENOBUFS:
		return AEE_ENOMEMORY;
	case ETIMEDOUT:
	case EUSERS:
	case ESHUTDOWN:
		return AEE_EEXPIRED;
	case EINVAL:
	case EFAULT:
	case EBADF:
	case EEXIST:
	case EOVERFLOW:
	case EBADMSG:
	case E2BIG:
	case EXDEV:
	case ENAMETOOLONG:
		return AEE_EBADPARM;
	case ENXIO:
	case ENODEV:
		return AEE_ENOSUCHDEVICE;
	case EPERM:
	case EACCES:
		return AEE_EBADPERMS;
	case EPIPE:
	case ECONNRESET:
	case ECONNABORTED:
		return AEE_ECONNRESET;
	case ECONNREFUSED:
		return AEE_ECONNREFUSED;
	case EFBIG:
		return AEE_EFILE;
	default:
		return AEE_ERPC;
	}
}

/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_ERRNO_H
#define QDA_ERRNO_H


#ifdef __cplusplus
extern "C" {
#endif

/* Of the calling thread. The numbers are those of Linux. */
int *__errno_location(void);

#define errno	(*__errno_location())

#define EPERM		1
#define ENOENT		2
#define EINTR		4
#define EIO		5
#define EBADF		9
#define EAGAIN		11
#define ENOMEM		12
#define EACCES		13
#define EFAULT		14
#define EBUSY		16
#define EEXIST		17
#define EINVAL		22
#define ENOSPC		28
#define EDOM		33
#define ERANGE		34
#define EDEADLK		35
#define ENOSYS		38
#define EILSEQ		84
#define EOVERFLOW	75
#define ENOTSUP		95
#define ETIMEDOUT	110

#ifdef __cplusplus
}
#endif

#endif

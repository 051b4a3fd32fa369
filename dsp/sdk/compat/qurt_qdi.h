/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_QDI_H
#define QURT_QDI_H

/* Drivers of the DSP's operating system: method of a handle, with up to ten arguments. */
#ifdef __cplusplus
extern "C" {
#endif

int qurt_qdi_qhi3(int handle, int method, int a);
int qurt_qdi_qhi4(int handle, int method, int a, int b);
int qurt_qdi_qhi5(int handle, int method, int a, int b, int c);
int qurt_qdi_qhi6(int handle, int method, int a, int b, int c, int d);
int qurt_qdi_qhi7(int handle, int method, int a, int b, int c, int d, int e);
int qurt_qdi_qhi8(int handle, int method, int a, int b, int c, int d, int e, int f);
int qurt_qdi_qhi9(int handle, int method, int a, int b, int c, int d, int e, int f, int g);
int qurt_qdi_qhi10(int handle, int method, int a, int b, int c, int d, int e, int f, int g,
		   int h);
int qurt_qdi_qhi11(int handle, int method, int a, int b, int c, int d, int e, int f, int g,
		   int h, int i);
int qurt_qdi_qhi12(int handle, int method, int a, int b, int c, int d, int e, int f, int g,
		   int h, int i, int j);
int qurt_qdi_close(int handle);

#ifdef __cplusplus
}
#endif

#endif

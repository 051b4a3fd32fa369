// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What a PD of QuRT asks of the DSP's kernel and its drivers. Here a PD has no drivers and no
 * counters: each of these functions says so.
 */

#include "guest/guest.h"
#include "os/export.h"
#include "qurt/qurt.h"

/*
 * A call of a driver, of the method given, with up to nine arguments more; also that
 * which opens a driver. Inlined code chooses the function by their number.
 */
int qurt_qdi_qhi3(int handle, int method)
{
	(void)handle;
	(void)method;
	return QURT_EFATAL;
}
EXPORT(qurt_qdi_qhi3);
EXPORT_AS(qurt_qdi_qhi4, &qurt_qdi_qhi3);
EXPORT_AS(qurt_qdi_qhi5, &qurt_qdi_qhi3);
EXPORT_AS(qurt_qdi_qhi6, &qurt_qdi_qhi3);
EXPORT_AS(qurt_qdi_qhi7, &qurt_qdi_qhi3);
EXPORT_AS(qurt_qdi_qhi8, &qurt_qdi_qhi3);
EXPORT_AS(qurt_qdi_qhi9, &qurt_qdi_qhi3);
EXPORT_AS(qurt_qdi_qhi10, &qurt_qdi_qhi3);
EXPORT_AS(qurt_qdi_qhi11, &qurt_qdi_qhi3);
EXPORT_AS(qurt_qdi_qhi12, &qurt_qdi_qhi3);

int qurt_qdi_close(int handle)
{
	(void)handle;
	return QURT_EFATAL;
}
EXPORT(qurt_qdi_close);

unsigned int qurt_pmu_get(int counter)
{
	(void)counter;
	return 0;
}
EXPORT(qurt_pmu_get);

void qurt_pmu_set(int counter, unsigned int value)
{
	(void)counter;
	(void)value;
}
EXPORT(qurt_pmu_set);

void qurt_pmu_enable(int enable)
{
	(void)enable;
}
EXPORT(qurt_pmu_enable);

/* There is no dump that would call back into the PD. */
int qurt_process_dump_register_cb(void *callback, int type, int priority)
{
	(void)callback;
	(void)type;
	(void)priority;
	return QURT_ENOTSUPPORTED;
}
EXPORT(qurt_process_dump_register_cb);

int qurt_process_dump_deregister_cb(void *callback, int type)
{
	(void)callback;
	(void)type;
	return QURT_ENOTSUPPORTED;
}
EXPORT(qurt_process_dump_deregister_cb);

int qurt_process_get_id(void)
{
	return guest_client;
}
EXPORT(qurt_process_get_id);

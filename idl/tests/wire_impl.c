// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Methods that look at every byte they get, keep a text of it, and fill every byte
 * that they give: 40 41 42 ... in each.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "wire.h"
#include "wire_impl.h"

#define NOTE(value)		wire_impl_note(#value, &(value), sizeof(value))
#define NOTES(values, count)	\
	wire_impl_note(#values, values, (size_t)(count) * sizeof(*(values)))
#define FILL(pointer)		wire_impl_fill(pointer, sizeof(*(pointer)))
#define FILLS(values, count)	wire_impl_fill(values, (size_t)(count) * sizeof(*(values)))

int wire_impl_result;
static char wire_impl_log[4096];
static bool wire_impl_ran;

const char *wire_impl_text(void)
{
	return wire_impl_ran ? wire_impl_log : NULL;
}

void wire_impl_clear(void)
{
	wire_impl_ran = false;
	*wire_impl_log = 0;
}

__attribute__((format(printf, 1, 2)))
static void wire_impl_add(const char *format, ...)
{
	size_t used = strlen(wire_impl_log);
	va_list list;

	va_start(list, format);
	vsnprintf(wire_impl_log + used, sizeof(wire_impl_log) - used, format, list);
	va_end(list);
}

/* Bytes of numbers from the last one on: as people write numbers. */
static void wire_impl_note(const char *name, const void *bytes, size_t size)
{
	const unsigned char *byte = bytes;

	wire_impl_ran = true;
	wire_impl_add(" %s=", name);
	for (size_t i = 0; i < size; i++)
		wire_impl_add("%02x", byte[i]);
}

static void wire_impl_text_of(const char *name, const char *text)
{
	wire_impl_ran = true;
	wire_impl_add(" %s='%s'", name, text);
}

static void wire_impl_wide(const char *name, const _wchar_t *text)
{
	size_t count = 0;

	while (text[count])
		count++;
	wire_impl_note(name, text, count * sizeof(*text));
}

static void wire_impl_fill(void *bytes, size_t size)
{
	unsigned char *byte = bytes;

	for (size_t i = 0; i < size; i++)
		byte[i] = (unsigned char)(0x40 + i);
}

/* Plain values in structs, without what lies between them. */
static void wire_impl_flat(const wire_flat *x)
{
	NOTE(x->a);
	NOTE(x->b);
	NOTE(x->c);
}

static void wire_impl_fill_flat(wire_flat *x)
{
	x->a = 0x40;
	x->b = 0x4746454443424140;
	x->c = 0x4140;
}

static void wire_impl_ss(const wire_ss *x)
{
	NOTE(x->k);
	NOTES(x->v, x->vLen);
	NOTE(x->e);
}

static void wire_impl_fill_ss(wire_ss *x)
{
	x->k = 0x4140;
	x->e = 0x40;
	FILLS(x->v, x->vLen);
}

static void wire_impl_in1(const wire_in1 *x)
{
	NOTE(x->a);
	NOTES(x->v, x->vLen);
	NOTE(x->b);
}

static void wire_impl_fill_in1(wire_in1 *x)
{
	x->a = 0x40;
	x->b = 0x4746454443424140;
	FILLS(x->v, x->vLen);
}

static void wire_impl_handle(const char *name, int fd, uint32_t offset, uint32_t size)
{
	wire_impl_ran = true;
	wire_impl_add(" %s=%d+%u:%u", name, fd, offset, size);
}

int impl_wire_open(const char *uri, remote_handle64 *h)
{
	wire_impl_text_of("uri", uri);
	*h = 0x1234567812345678;
	return wire_impl_result;
}

int impl_wire_close(remote_handle64 h)
{
	NOTE(h);
	return wire_impl_result;
}

int impl_wire_m2(remote_handle64 h, unsigned char a, int b, short c, int64_t d)
{
	NOTE(h);
	NOTE(a);
	NOTE(b);
	NOTE(c);
	NOTE(d);
	return wire_impl_result;
}

int impl_wire_m3(remote_handle64 h, unsigned char *a, int64_t *b)
{
	NOTE(h);
	FILL(a);
	FILL(b);
	return wire_impl_result;
}

int impl_wire_m4(remote_handle64 h, bool a, char b, _wchar_t c, wire_color d, float e, double f)
{
	(void)h;
	NOTE(a);
	NOTE(b);
	NOTE(c);
	NOTE(d);
	NOTE(e);
	NOTE(f);
	return wire_impl_result;
}

int impl_wire_m5(remote_handle64 h, const int *v, int vLen, unsigned char z)
{
	(void)h;
	NOTES(v, vLen);
	NOTE(z);
	return wire_impl_result;
}

int impl_wire_m6(remote_handle64 h, int *v, int vLen, unsigned char *z)
{
	NOTE(h);
	FILLS(v, vLen);
	FILL(z);
	return wire_impl_result;
}

int impl_wire_m7(remote_handle64 h, int *v, int vLen)
{
	(void)h;
	NOTES(v, vLen);
	FILLS(v, vLen);
	return wire_impl_result;
}

int impl_wire_m8(remote_handle64 h, const char *s)
{
	(void)h;
	wire_impl_text_of("s", s);
	return wire_impl_result;
}

int impl_wire_m9(remote_handle64 h, char *s, int sLen)
{
	NOTE(h);
	FILLS(s, sLen);
	return wire_impl_result;
}

int impl_wire_m10(remote_handle64 h, char *s, int sLen)
{
	(void)h;
	wire_impl_text_of("s", s);
	FILLS(s, sLen);
	return wire_impl_result;
}

int impl_wire_m11(remote_handle64 h, const _wchar_t *w, _wchar_t *r, int rLen, _wchar_t *x,
		  int xLen)
{
	(void)h;
	wire_impl_wide("w", w);
	wire_impl_wide("x", x);
	FILLS(r, rLen);
	FILLS(x, xLen);
	return wire_impl_result;
}

int impl_wire_m12(remote_handle64 h, const wire_flat *x, wire_flat *y, wire_flat *z)
{
	(void)h;
	wire_impl_flat(x);
	wire_impl_flat(z);
	wire_impl_fill_flat(y);
	wire_impl_fill_flat(z);
	return wire_impl_result;
}

int impl_wire_m13(remote_handle64 h, const wire_nest *x, const wire_three t, wire_three u,
		  wire_three v)
{
	(void)h;
	NOTE(x->z);
	wire_impl_flat(&x->q);
	NOTES(x->list, 2);
	NOTES(t, 3);
	NOTES(v, 3);
	FILLS(u, 3);
	FILLS(v, 3);
	return wire_impl_result;
}

int impl_wire_m14(remote_handle64 h, const wire_ss *x)
{
	(void)h;
	wire_impl_ss(x);
	return wire_impl_result;
}

/* What the caller has is not for us to change: see m15 of the test. */
int impl_wire_m15(remote_handle64 h, wire_ss *x)
{
	NOTE(h);
	NOTE(x->k);
	NOTE(x->e);
	wire_impl_fill_ss(x);
	x->v = NULL;
	x->vLen = 0;
	return wire_impl_result;
}

int impl_wire_m16(remote_handle64 h, const _cstring1_t *x, int xLen)
{
	NOTE(h);
	for (int i = 0; i < xLen; i++) {
		wire_impl_text_of("x", x[i].data);
		NOTE(x[i].dataLen);
	}
	return wire_impl_result;
}

int impl_wire_m17(remote_handle64 h, _cstring1_t *x, int xLen)
{
	NOTE(h);
	for (int i = 0; i < xLen; i++)
		FILLS(x[i].data, x[i].dataLen);
	return wire_impl_result;
}

int impl_wire_m18(remote_handle64 h, const wire_longs *x, int xLen)
{
	(void)h;
	NOTE(xLen);
	for (int i = 0; i < xLen; i++)
		NOTES(x[i].data, x[i].dataLen);
	return wire_impl_result;
}

int impl_wire_m19(remote_handle64 h, wire_longs *x, int xLen)
{
	(void)h;
	NOTE(xLen);
	for (int i = 0; i < xLen; i++) {
		FILLS(x[i].data, x[i].dataLen);
		x[i].dataLen = 0;
	}
	return wire_impl_result;
}

int impl_wire_m20(remote_handle64 h, const wire_ss *x, int xLen, unsigned char tail)
{
	(void)h;
	for (int i = 0; i < xLen; i++)
		wire_impl_ss(&x[i]);
	NOTE(tail);
	return wire_impl_result;
}

int impl_wire_m21(remote_handle64 h, wire_ss *x, int xLen, unsigned char *tail)
{
	NOTE(h);
	for (int i = 0; i < xLen; i++)
		wire_impl_fill_ss(&x[i]);
	FILL(tail);
	return wire_impl_result;
}

int impl_wire_m22(remote_handle64 h, const wire_in2 *x, wire_in2 *y)
{
	(void)h;
	NOTE(x->p);
	wire_impl_in1(&x->q);
	NOTES(x->r, x->rLen);
	NOTE(x->s);
	y->p = 0x50;
	wire_impl_fill_in1(&y->q);
	FILLS(y->r, y->rLen);
	y->s = 0x5150;
	return wire_impl_result;
}

int impl_wire_m23(remote_handle64 h, int *x, unsigned char y)
{
	(void)h;
	NOTE(*x);
	NOTE(y);
	FILL(x);
	return wire_impl_result;
}

int impl_wire_m24(remote_handle64 h, int d, uint32_t dOffset, uint32_t dLen, int x)
{
	(void)h;
	wire_impl_handle("d", d, dOffset, dLen);
	NOTE(x);
	return wire_impl_result;
}

int impl_wire_m25(remote_handle64 h, int a, uint32_t aOffset, uint32_t aLen, int b,
		  uint32_t bOffset, uint32_t bLen, int c, uint32_t cOffset, uint32_t cLen,
		  const unsigned char *d, int dLen)
{
	(void)h;
	wire_impl_handle("a", a, aOffset, aLen);
	wire_impl_handle("b", b, bOffset, bLen);
	wire_impl_handle("c", c, cOffset, cLen);
	NOTES(d, dLen);
	return wire_impl_result;
}

int impl_wire_m26(remote_handle64 h)
{
	NOTE(h);
	return wire_impl_result;
}

int impl_wire_m27(remote_handle64 h, unsigned char a, unsigned char *b, int bLen,
		  const unsigned char *c, int cLen, int *d, char *e, int eLen, const char *f)
{
	(void)h;
	NOTE(a);
	NOTES(c, cLen);
	wire_impl_text_of("f", f);
	FILLS(b, bLen);
	FILL(d);
	FILLS(e, eLen);
	return wire_impl_result;
}

int impl_wire_m28(remote_handle64 h, const _cstring1_t *x, int xLen, unsigned char *q,
		  const wire_longs *z, int zLen, wire_longs *r, int rLen, char *s, int sLen)
{
	impl_wire_m16(h, x, xLen);
	impl_wire_m18(h, z, zLen);
	impl_wire_m19(h, r, rLen);
	FILL(q);
	FILLS(s, sLen);
	return wire_impl_result;
}

int impl_wire_m29(remote_handle64 h, unsigned char a, const wire_in1 *x, unsigned char b,
		  wire_in1 *y, unsigned char *c)
{
	(void)h;
	NOTE(a);
	wire_impl_in1(x);
	NOTE(b);
	wire_impl_fill_in1(y);
	FILL(c);
	return wire_impl_result;
}

int impl_wire_m30(remote_handle64 h, const wire_lists *x, int xLen)
{
	NOTE(xLen);
	for (int i = 0; i < xLen; i++)
		impl_wire_m18(h, x[i].data, x[i].dataLen);
	return wire_impl_result;
}

int impl_wire_m31(remote_handle64 h, unsigned char a)
{
	(void)h;
	NOTE(a);
	return wire_impl_result;
}

int impl_wire_m32(remote_handle64 h)
{
	NOTE(h);
	return wire_impl_result;
}

int impl_wire_m33(remote_handle64 h, const wire_flat *x, unsigned char *y)
{
	(void)h;
	wire_impl_flat(x);
	FILL(y);
	return wire_impl_result;
}

int impl_wire_m34(remote_handle64 h, const _dmahandle1_t *d, int dLen, int e, uint32_t eOffset,
		  uint32_t eLen, _dmahandle1_t *f, int fLen)
{
	(void)h;
	for (int i = 0; i < dLen; i++)
		wire_impl_handle("d", d[i].fd, d[i].offset, d[i].len);
	wire_impl_handle("e", e, eOffset, eLen);
	for (int i = 0; i < fLen; i++)
		wire_impl_handle("f", f[i].fd, f[i].offset, f[i].len);
	return wire_impl_result;
}

int impl_wire_m35(remote_handle64 h, int *a, int aLen, int *b, int bLen, const int *c, int cLen,
		  const int *d, int dLen)
{
	(void)h;
	NOTES(c, cLen);
	NOTES(d, dLen);
	FILLS(a, aLen);
	FILLS(b, bLen);
	return wire_impl_result;
}

int impl_wire_m36(remote_handle64 h, const wire_box *x, wire_box *y, const wire_box *z, int zLen)
{
	(void)h;
	NOTE(x->o);
	NOTE(x->choice._d);
	NOTE(x->choice._u.large);
	*y = *x;
	for (int i = 0; i < zLen; i++)
		NOTE(z[i].o);
	return wire_impl_result;
}

int impl_wire_m37(remote_handle64 h, const wire_all *x, wire_all *y)
{
	(void)h;
	NOTE(x->yes);
	wire_impl_text_of("name", x->name);
	wire_impl_wide("wide", x->wide);
	NOTE(x->color);
	NOTE(x->real);
	NOTES(x->few, 3);
	impl_wire_m16(h, x->texts, x->textsLen);
	y->yes = true;
	FILLS(y->name, y->nameLen);
	FILLS(y->wide, y->wideLen);
	y->color = WIRE_BLUE;
	y->real = 1.5;
	FILLS(y->few, 3);
	impl_wire_m17(h, y->texts, y->textsLen);
	return wire_impl_result;
}

int impl_wire_m38(remote_handle64 h, bool *a, bool *b, const bool *c, int cLen)
{
	(void)h;
	NOTE(*a);
	NOTES((const unsigned char *)c, cLen);
	*a = !*a;
	*b = true;
	return wire_impl_result;
}

int impl_wire_m39(remote_handle64 h, wire_only *x)
{
	NOTE(h);
	FILLS(x->v, x->vLen);
	return wire_impl_result;
}

int impl_wire_m40(remote_handle64 h, int a, int b, int *c, const char *d, const char *s, int sLen)
{
	(void)h;
	NOTE(a);
	NOTE(b);
	NOTE(*c);
	wire_impl_text_of("d", d);
	wire_impl_text_of("s", s);
	NOTE(sLen);
	FILL(c);
	return wire_impl_result;
}

int impl_wire_m41(remote_handle64 h, const _wstring1_t *x, int xLen, _wstring1_t *y, int yLen)
{
	(void)h;
	for (int i = 0; i < xLen; i++)
		wire_impl_wide("x", x[i].data);
	for (int i = 0; i < yLen; i++)
		FILLS(y[i].data, y[i].dataLen);
	return wire_impl_result;
}

int impl_wire_m42(remote_handle64 h, int8_t a, uint8_t b, int16_t c, uint16_t d, int32_t e,
		  uint32_t f, int64_t g, uint64_t i, unsigned short j, unsigned int k, uint64_t l)
{
	(void)h;
	NOTE(a);
	NOTE(b);
	NOTE(c);
	NOTE(d);
	NOTE(e);
	NOTE(f);
	NOTE(g);
	NOTE(i);
	NOTE(j);
	NOTE(k);
	NOTE(l);
	return wire_impl_result;
}

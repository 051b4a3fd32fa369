// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The bytes of calls. A stub made of wire.idl calls a skeleton made of it through
 * a transport that shows what goes by; docs/idl.md has the rules.
 */
#include <stdio.h>
#include <string.h>

#include "AEEStdErr.h"
#include "tap.h"
#include "transport.h"
#include "wire.h"
#include "wire_impl.h"

#define WIRE_HANDLE	0x1122334455667788
#define WIRE_H		" h=8877665544332211"
#define WIRE_COUNT(list)	((int)(sizeof(list) / sizeof((list)[0])))

int wire_skel_handle_invoke(remote_handle64 h, uint32_t scalars, remote_arg *args);

static void wire_same(const char *what, const char *got, const char *want, int line)
{
	bool same = got && !strcmp(got, want);

	tap_expect(same, __FILE__, line, what);
	if (!same)
		printf("#   got '%s'\n#  want '%s'\n", got ? got : "(nothing)", want);
}

/* The call had these arguments, and its method got these values. */
static void wire_check(int ret, const char *call, const char *values, int line)
{
	tap_equal(ret, 0, __FILE__, line, "the result");
	wire_same("these arguments", transport_text(), call, line);
	wire_same("these values", wire_impl_text(), values, line);
	wire_impl_clear();
}

#define WIRE_CHECK(ret, call, values)	wire_check(ret, call, values, __LINE__)
#define WIRE_SAME(got, want)		wire_same(#got, got, want, __LINE__)

static void scalars(void)
{
	unsigned char a = 0;
	bool flag = true, out = false;
	int64_t b = 0;
	int x = 0x70;

	WIRE_CHECK(wire_m2(WIRE_HANDLE, 0x11, 0x22222222, 0x3333, 0x4444444444444444),
		   "02010000 <110000002222222233330000000000004444444444444444",
		   WIRE_H " a=11 b=22222222 c=3333 d=4444444444444444");
	WIRE_CHECK(wire_m3(WIRE_HANDLE, &a, &b), "03000100 >16", WIRE_H);
	WIRE_SAME(transport_outputs(), " >40000000000000004041424344454647");
	TAP_EQUAL(a, 0x40);
	TAP_EQUAL(b, 0x4746454443424140);
	WIRE_CHECK(wire_m4(WIRE_HANDLE, true, 'A', 0x2020, WIRE_BLUE, 1.0f, 2.0),
		   "04010000 <01412020020000000000803f000000000000000000000040",
		   " a=01 b=41 c=2020 d=02000000 e=0000803f f=0000000000000040");
	WIRE_CHECK(wire_m23(WIRE_HANDLE, &x, 0x77), "17010100 <7000000077000000 >4",
		   " *x=70000000 y=77");
	TAP_EQUAL(x, 0x43424140);
	WIRE_CHECK(wire_m26(WIRE_HANDLE), "1a000000", WIRE_H);
	WIRE_CHECK(wire_m38(WIRE_HANDLE, &flag, &out, &flag, 1), "1f020100 <260000000100000001000000"
		   " <01 >2", " *a=01 (const unsigned char *)c=01");
	TAP_EXPECT(!flag && out);
	WIRE_CHECK(wire_m42(WIRE_HANDLE, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
		   "1f010000 <2a00000001020300040000000500000006000000000000000700000000000000"
		   "080000000000000009000000" "0a0000000b00000000000000",
		   " a=01 b=02 c=0300 d=0400 e=05000000 f=06000000 g=0700000000000000"
		   " i=0800000000000000 j=0900 k=0a000000 l=0b00000000000000");
}

static void sequences(void)
{
	int v[] = { 0x41, 0x42, 0x43 }, w[3];
	unsigned char z;

	WIRE_CHECK(wire_m5(WIRE_HANDLE, v, 3, 0x5a),
		   "05020000 <030000005a000000 <410000004200000043000000",
		   " v=410000004200000043000000 z=5a");
	WIRE_CHECK(wire_m5(WIRE_HANDLE, NULL, 0, 0x5a), "05020000 <000000005a000000 <",
		   " v= z=5a");
	WIRE_CHECK(wire_m6(WIRE_HANDLE, w, 3, &z), "06010200 <03000000 >1 >12", WIRE_H);
	TAP_EQUAL(z, 0x40);
	TAP_EQUAL(w[2], 0x4b4a4948);
	WIRE_CHECK(wire_m7(WIRE_HANDLE, v, 2),
		   "07020100 <0200000002000000 <4100000042000000 >8", " v=4100000042000000");
	TAP_EQUAL(v[1], 0x47464544);
	TAP_EQUAL(v[2], 0x43);
}

static void texts(void)
{
	static const _wchar_t wide[] = { 'h', 'i', 0 };
	_wchar_t r[2], x[4] = { 'y', 0 };
	char s[8] = "abc";

	WIRE_CHECK(wire_m8(WIRE_HANDLE, "hello"), "08020000 <06000000 <68656c6c6f00",
		   " s='hello'");
	WIRE_CHECK(wire_m8(WIRE_HANDLE, ""), "08020000 <01000000 <00", " s=''");
	WIRE_CHECK(wire_m10(WIRE_HANDLE, s, 8), "0a020100 <0400000008000000 <61626300 >8",
		   " s='abc'");
	WIRE_SAME(transport_outputs(), " >4041424344454647");
	TAP_EXPECT(!memcmp(s, "@ABCDEF", 8));
	WIRE_CHECK(wire_m9(WIRE_HANDLE, s, 8), "09010100 <08000000 >8", WIRE_H);
	TAP_EXPECT(!memcmp(s, "@ABCDEF", 8));
	WIRE_CHECK(wire_m9(WIRE_HANDLE, NULL, 0), "09010100 <00000000 >0", WIRE_H);
	WIRE_CHECK(wire_m11(WIRE_HANDLE, wide, r, 2, x, 4),
		   "0b030200 <03000000020000000200000004000000 <680069000000 <79000000 >4 >8",
		   " w=68006900 x=7900");
	TAP_EXPECT(r[0] == 0x4140 && !r[1] && x[2] == 0x4544 && !x[3]);
}

static void structs(void)
{
	wire_flat x = { 1, 0x0102030405060708, 3 }, y = { 0, 0, 0 }, z = { 9, 8, 7 };
	wire_nest nest = { 0x21, { 1, 2, 3 }, { 4, 5 } };
	wire_three t = { 1, 2, 3 }, u, v = { 7, 8, 9 };
	wire_box box = { 5, { 2, { .large = 0x1122334455667788 } } }, copy;
	unsigned char out;

	memset(&x, 0, sizeof(x));
	x = (wire_flat){ 1, 0x0102030405060708, 3 };
	WIRE_CHECK(wire_m12(WIRE_HANDLE, &x, &y, &z) || transport_text()[0] != '0' ? 1 : 0,
		   transport_text(), " x->a=01 x->b=0807060504030201 x->c=0300"
		   " x->a=09 x->b=0800000000000000 x->c=0700");
	TAP_EXPECT(!strncmp(transport_text(), "0c010100 <01", 12));
	TAP_EXPECT(strstr(transport_text(), " >48"));
	TAP_EXPECT(y.b == 0x4746454443424140 && z.c == 0x4140);
	WIRE_CHECK(wire_m13(WIRE_HANDLE, &nest, t, u, v), transport_text(),
		   " x->z=21 x->a=01 x->b=0200000000000000 x->c=0300 x->list=0400000005000000"
		   " t=010000000200000003000000 v=070000000800000009000000");
	TAP_EXPECT(strstr(transport_text(), "04000000050000000100000002000000030000000700000008000000"
			  "09000000 >24"));
	TAP_EXPECT(u[0] == 0x43424140 && v[2] == 0x4b4a4948);
	/* The number takes 4 bytes, and so the struct begins at 8. */
	WIRE_CHECK(wire_m33(WIRE_HANDLE, &x, &out), transport_text(),
		   " x->a=01 x->b=0807060504030201 x->c=0300");
	TAP_EXPECT(!strncmp(transport_text(), "1f010100 <210000000000000001", 28));
	WIRE_CHECK(wire_m36(WIRE_HANDLE, &box, &copy, &box, 1), transport_text(),
		   " x->o=05 x->choice._d=02000000 x->choice._u.large=8877665544332211 z[i].o=05");
	TAP_EXPECT(copy.choice._u.large == box.choice._u.large);
}

static void order(void)
{
	unsigned char b[3], c[2] = { 0xc1, 0xc2 };
	int d, x[1], y[2], v[] = { 1, 2 };
	char e[4];

	WIRE_CHECK(wire_m27(WIRE_HANDLE, 0xaa, b, 3, c, 2, &d, e, 4, "ff"),
		   "1b030300 <aa00000003000000020000000400000003000000 <c1c2 <666600 >4 >3 >4",
		   " a=aa c=c1c2 f='ff'");
	TAP_EQUAL(d, 0x43424140);
	WIRE_CHECK(wire_m35(WIRE_HANDLE, x, 1, y, 2, v, 1, v, 2),
		   "1f030200 <2300000001000000020000000100000002000000 <01000000 "
		   "<0100000002000000 >4 >8", " c=01000000 d=0100000002000000");
	WIRE_CHECK(wire_m31(WIRE_HANDLE, 0x99), "1f010000 <1f00000099000000", " a=99");
	WIRE_CHECK(wire_m32(WIRE_HANDLE), "1f010000 <20000000", WIRE_H);
	WIRE_CHECK(wire_m40(WIRE_HANDLE, 1, 2, v, "d", "s", 5),
		   "1f030100 <2800000001000000020000000100000002000000"
		   "0200000005000000 <6400 <7300 >4",
		   " a=01000000 b=02000000 *c=01000000 d='d' s='s' sLen=05000000");
}

static void nested_in(void)
{
	int v[] = { 0x42, 0x43 }, one[] = { 7 }, back[2];
	unsigned char r[] = { 0x71, 0x72, 0x73 }, back_r[3];
	wire_ss ss = { 0x0102, v, 2, 0x77 };
	wire_ss list[] = { { 0x0101, v, 2, 0xe0 }, { 0x0202, one, 1, 0xe1 } };
	wire_in2 in2 = { 0x71, { 1, v, 2, 0x0807060504030201 }, r, 3, 0x7372 }, out;
	_cstring1_t names[] = { { (char *)"one", 77 }, { (char *)"fourx", 0 } };
	wire_longs longs[] = { { v, 2 }, { one, 1 }, { NULL, 0 } };
	wire_lists lists[] = { { longs, 2 }, { longs + 1, 1 } };

	WIRE_CHECK(wire_m14(WIRE_HANDLE, &ss),
		   "0e020000 <020100000200000077000000 <4200000043000000",
		   " x->k=0201 x->v=4200000043000000 x->e=77");
	WIRE_CHECK(wire_m16(WIRE_HANDLE, names, 2),
		   "10040000 <02000000 <0400000006000000 <6f6e6500 <666f75727800",
		   WIRE_H " x='one' x[i].dataLen=04000000 x='fourx' x[i].dataLen=06000000");
	TAP_EQUAL(names[0].dataLen, 77);
	WIRE_CHECK(wire_m16(WIRE_HANDLE, NULL, 0), "10020000 <00000000 <", WIRE_H);
	WIRE_CHECK(wire_m18(WIRE_HANDLE, longs, 3),
		   "12050000 <03000000 <020000000100000000000000 <4200000043000000 <07000000 <",
		   " xLen=03000000 x[i].data=4200000043000000 x[i].data=07000000 x[i].data=");
	WIRE_CHECK(wire_m20(WIRE_HANDLE, list, 2, 0x7e),
		   "14040000 <020000007e000000 <0101000002000000e00000000202000001000000e1000000"
		   " <4200000043000000 <07000000",
		   " x->k=0101 x->v=4200000043000000 x->e=e0 x->k=0202 x->v=07000000 x->e=e1"
		   " tail=7e");
	out = in2;
	out.q.v = back;
	out.r = back_r;
	WIRE_CHECK(wire_m22(WIRE_HANDLE, &in2, &out),
		   "16030300 <710000000000000001000000020000000102030405060708" "0300000072730000"
		   "0200000003000000 <4200000043000000 <717273 >32 >8 >3",
		   " x->p=71 x->a=01 x->v=4200000043000000 x->b=0102030405060708 x->r=717273"
		   " x->s=7273");
	TAP_EXPECT(out.p == 0x50 && out.q.b == 0x4746454443424140 && out.s == 0x5150);
	WIRE_CHECK(wire_m30(WIRE_HANDLE, lists, 2),
		   "1e070000 <02000000 <0200000001000000 <0200000001000000 <4200000043000000"
		   " <07000000 <01000000 <07000000",
		   " xLen=02000000 xLen=02000000 x[i].data=4200000043000000 x[i].data=07000000"
		   " xLen=01000000 x[i].data=07000000");
}

static void nested_out(void)
{
	char a[4], b[6], name[5];
	int v[2], w[1];
	unsigned char tail;
	_cstring1_t names[] = { { a, 4 }, { b, 6 } };
	wire_longs longs[] = { { v, 2 }, { w, 1 } };
	wire_ss ss = { 1, v, 2, 3 }, list[] = { { 0, v, 2, 0 }, { 0, w, 1, 0 } };
	wire_only only = { v, 1 };

	WIRE_CHECK(wire_m15(WIRE_HANDLE, &ss), "0f010200 <02000000 >4 >8",
		   WIRE_H " x->k=0000 x->e=00");
	WIRE_SAME(transport_outputs(), " >40414000 >4041424344454647");
	/* What the method does to its pointers stays there. */
	TAP_EXPECT(ss.k == 0x4140 && ss.e == 0x40 && ss.v == v && ss.vLen == 2);
	TAP_EQUAL(v[1], 0x47464544);
	WIRE_CHECK(wire_m17(WIRE_HANDLE, names, 2), "11020200 <02000000 <0400000006000000 >4 >6",
		   WIRE_H);
	TAP_EXPECT(!memcmp(a, "@AB", 4) && !memcmp(b, "@ABCD", 6));
	WIRE_CHECK(wire_m19(WIRE_HANDLE, longs, 2), "13020200 <02000000 <0200000001000000 >8 >4",
		   " xLen=02000000");
	TAP_EXPECT(longs[0].dataLen == 2 && w[0] == 0x43424140);
	WIRE_CHECK(wire_m21(WIRE_HANDLE, list, 2, &tail),
		   "15020400 <02000000 <0200000001000000 >1 >8 >8 >4", WIRE_H);
	WIRE_SAME(transport_outputs(), " >40 >4041400040414000 >4041424344454647 >40414243");
	TAP_EXPECT(list[1].k == 0x4140 && list[1].e == 0x40 && tail == 0x40);
	WIRE_CHECK(wire_m39(WIRE_HANDLE, &only), "1f010100 <2700000001000000 >4", WIRE_H);
	WIRE_CHECK(wire_m28(WIRE_HANDLE, NULL, 0, &tail, longs, 1, longs + 1, 1, name, 5),
		   "1c050300 <00000000010000000100000005000000 < <02000000"
		   " <4041424344454647 <01000000 >1 >4 >5",
		   WIRE_H " xLen=01000000 x[i].data=4041424344454647 xLen=01000000");
}

static void nested_mixed(void)
{
	int v[] = { 0x42 }, w[1];
	unsigned char c;
	wire_in1 x = { 0x21, v, 1, 0x0807060504030201 }, y = { 0, w, 1, 0 };

	WIRE_CHECK(wire_m29(WIRE_HANDLE, 0x21, &x, 0x22, &y, &c),
		   "1d020200 <21000000000000002100000001000000010203040506070822000000"
		   "01000000 <42000000 >24 >4",
		   " a=21 x->a=21 x->v=42000000 x->b=0102030405060708 b=22");
	WIRE_SAME(transport_outputs(), " >40000000000000004041424344454647"
		  "4000000000000000 >40414243");
	TAP_EXPECT(y.a == 0x40 && y.b == 0x4746454443424140 && c == 0x40);
}

static void everything(void)
{
	static _wchar_t wide[] = { 'w', 0 };
	char text[4], name[3];
	_wchar_t back[2];
	_cstring1_t in[] = { { (char *)"t", 0 } }, out[] = { { text, 4 } };
	_wstring1_t wides[] = { { wide, 0 } }, backs[] = { { back, 2 } };
	wire_all x = { true, (char *)"n", 0, wide, 0, WIRE_GREEN, 2.0, { 1, 2, 3 }, in, 1 };
	wire_all y = { false, name, 3, back, 2, WIRE_RED, 0, { 0 }, out, 1 };

	WIRE_CHECK(wire_m37(WIRE_HANDLE, &x, &y),
		   "1f060400 <25000000000000000100000002000000020000000100000000000000000000400102"
		   "03000100000003000000020000000100000000000000 <6e00 <77000000 <02000000 <7400 <04000000"
		   " >24 >3 >4 >4", " x->yes=01 name='n' wide=7700 x->color=01000000"
		   " x->real=0000000000000040 x->few=010203" WIRE_H
		   " x='t' x[i].dataLen=02000000" WIRE_H);
	TAP_EXPECT(y.yes && y.color == WIRE_BLUE && y.real == 1.5 && y.few[2] == 0x42);
	TAP_EXPECT(!memcmp(name, "@A", 3) && back[0] == 0x4140 && !back[1]);
	TAP_EXPECT(!memcmp(text, "@AB", 4));
	WIRE_CHECK(wire_m41(WIRE_HANDLE, wides, 1, backs, 1),
		   "1f040100 <290000000100000001000000 <02000000 <77000000 <02000000 >4",
		   " x=7700");
}

static void handles(void)
{
	static const unsigned char d[] = { 0xd0 };
	_dmahandle1_t list[] = { { 4, 8, 100 }, { 5, 16, 100 } };

	WIRE_CHECK(wire_m24(WIRE_HANDLE, 33, 128, 4096, 5), "18010010 <05000000 h33+128",
		   " d=33+128:4096 x=05000000");
	WIRE_CHECK(wire_m25(WIRE_HANDLE, 1, 10, 100, 2, 20, 200, 3, 30, 300, d, 1),
		   "19020021 <01000000 <d0 h1+10 h3+30 h2+20",
		   " a=1+10:4096 b=2+20:4096 c=3+30:4096 d=d0");
	WIRE_CHECK(wire_m34(WIRE_HANDLE, list, 2, 9, 0, 1, list, 1),
		   "1f010031 <220000000200000001000000 h4+8 h5+16 h9+0 h4+8",
		   " d=4+8:4096 d=5+16:4096 e=9+0:4096 f=4+8:4096");
	TAP_EQUAL(wire_m24(WIRE_HANDLE, -1, 0, 4096, 5), AEE_EBADPARM);
}

static void modules(void)
{
	remote_handle64 h = 0;

	WIRE_SAME(wire_URI, "file:///libwire_skel.so?wire_skel_handle_invoke&_modver=1.0"
		  "&_idlver=1.2.3");
	TAP_EQUAL(wire_open(wire_URI, &h), 0);
	TAP_EQUAL(h, 0x1234567812345678);
	wire_impl_clear();
	TAP_EQUAL(wire_close(h), 0);
	WIRE_SAME(wire_impl_text(), " h=7856341278563412");
	TAP_EXPECT(!strncmp(transport_text(), "01000010", 8));
}

/* What a program may not give is refused before there is a call. */
static void mistakes(void)
{
	_cstring1_t nothing[] = { { NULL, 3 } };
	_cstring1_t many[256] = { { NULL, 0 } };
	int v[1] = { 0 };

	for (int i = 0; i < WIRE_COUNT(many); i++)
		many[i].data = (char *)"x";
	wire_impl_clear();
	TAP_EQUAL(wire_m5(WIRE_HANDLE, v, -1, 0), AEE_EBADPARM);
	TAP_EQUAL(wire_m5(WIRE_HANDLE, NULL, 1, 0), AEE_EBADPARM);
	TAP_EQUAL(wire_m8(WIRE_HANDLE, NULL), AEE_EBADPARM);
	TAP_EQUAL(wire_m11(WIRE_HANDLE, NULL, NULL, 0, NULL, 0), AEE_EBADPARM);
	TAP_EQUAL(wire_m16(WIRE_HANDLE, nothing, 1), AEE_EBADPARM);
	TAP_EQUAL(wire_m16(WIRE_HANDLE, nothing, -1), AEE_EBADPARM);
	TAP_EQUAL(wire_m16(WIRE_HANDLE, many, 256), AEE_EUNSUPPORTED);
	TAP_EQUAL(wire_m16(WIRE_HANDLE, many, 254), AEE_EUNSUPPORTED);
	TAP_EXPECT(!wire_impl_text());
	TAP_EQUAL(wire_m16(WIRE_HANDLE, many, 253), 0);
}

/* What the method returns is what the caller gets, and nothing else then. */
static void errors(void)
{
	char s[4] = "abc";
	int x = 5;

	wire_impl_result = 0x77;
	TAP_EQUAL(wire_m23(WIRE_HANDLE, &x, 0), 0x77);
	TAP_EQUAL(x, 5);
	TAP_EQUAL(wire_m9(WIRE_HANDLE, s, 4), 0x77);
	TAP_EXPECT(!strcmp(s, "abc"));
	wire_impl_result = 0;
}

static const struct tap_test tests[] = {
	TAP_TEST(scalars),
	TAP_TEST(sequences),
	TAP_TEST(texts),
	TAP_TEST(structs),
	TAP_TEST(order),
	TAP_TEST(nested_in),
	TAP_TEST(nested_out),
	TAP_TEST(nested_mixed),
	TAP_TEST(everything),
	TAP_TEST(handles),
	TAP_TEST(modules),
	TAP_TEST(mistakes),
	TAP_TEST(errors),
};

int main(void)
{
	transport_skel = wire_skel_handle_invoke;
	return tap_main(tests, sizeof(tests) / sizeof(tests[0]));
}

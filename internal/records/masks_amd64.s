#include "textflag.h"

// The bytes that are looked for.
DATA wanted<>+0(SB)/1, $0x22 // quote
DATA wanted<>+1(SB)/1, $0x5c // backslash
DATA wanted<>+2(SB)/1, $0x7b // {
DATA wanted<>+3(SB)/1, $0x7d // }
DATA wanted<>+4(SB)/1, $0x3a // colon
DATA wanted<>+5(SB)/1, $0x2c // comma
DATA wanted<>+6(SB)/1, $0x20 // the bit that makes { of [ and } of ], and nothing else
GLOBL wanted<>(SB), RODATA|NOPTR, $7

// GATHER puts the high bits of the bytes of Y2 and Y3 into mask.
#define GATHER(mask) \
	VPMOVMSKB Y2, mask  \
	VPMOVMSKB Y3, R15   \
	SHLQ      $32, R15  \
	ORQ       R15, mask

// FIND puts a bit into mask for each byte of the block that equals those of what.
#define FIND(what, mask) \
	VPCMPEQB what, Y0, Y2 \
	VPCMPEQB what, Y1, Y3 \
	GATHER(mask)

// func maskAVX2(data *byte, masks *blockMasks, blocks int, state *stringState)
//
// It goes over the blocks as Langdale and Lemire describe in "Parsing Gigabytes
// of JSON per Second", 2019, sections 3.1.1 (escapes) and 3.1.2 (strings).
TEXT ·maskAVX2(SB), NOSPLIT, $0-32
	MOVQ data+0(FP), SI
	MOVQ masks+8(FP), DI
	MOVQ blocks+16(FP), CX
	MOVQ state+24(FP), DX
	MOVQ 0(DX), R8   // inside
	MOVQ 8(DX), R9   // escaped
	MOVQ 16(DX), R10 // closed
	MOVQ 24(DX), R11 // loose
	VPBROADCASTB wanted<>+0(SB), Y9
	VPBROADCASTB wanted<>+1(SB), Y10
	VPBROADCASTB wanted<>+2(SB), Y11
	VPBROADCASTB wanted<>+3(SB), Y12
	VPBROADCASTB wanted<>+4(SB), Y13
	VPBROADCASTB wanted<>+5(SB), Y14
	VPBROADCASTB wanted<>+6(SB), Y15
	VPCMPEQB X8, X8, X8 // all bits set

block:
	VMOVDQU 0(SI), Y0
	VMOVDQU 32(SI), Y1
	FIND(Y9, AX)  // quotes
	FIND(Y10, BX) // backslashes
	MOVQ BX, R12
	ORQ  R9, R12
	JNZ  escapes

strings:
	// Multiplying by all ones without carries sets a bit where an odd number of
	// quotes is up to and with it: from an opening one up to before its closing one.
	VMOVQ      AX, X2
	VPCLMULQDQ $0, X8, X2, X2
	VMOVQ      X2, BX
	XORQ       R8, BX // inside
	MOVQ       BX, R8
	SARQ       $63, R8
	NOTQ       BX     // outside

	VPCMPEQB Y13, Y0, Y2
	VPCMPEQB Y13, Y1, Y3
	VPCMPEQB Y14, Y0, Y4
	VPCMPEQB Y14, Y1, Y5
	VPOR     Y4, Y2, Y2
	VPOR     Y5, Y3, Y3
	GATHER(R12)
	ANDQ     BX, R12
	MOVQ     R12, 16(DI) // separators

	VPOR Y15, Y0, Y0
	VPOR Y15, Y1, Y1
	FIND(Y11, R13)
	ANDQ BX, R13
	MOVQ R13, 0(DI) // opens
	FIND(Y12, R13)
	ANDQ BX, R13
	MOVQ R13, 8(DI) // closes

	ORQ  R13, R12
	NOTQ R12
	ANDQ BX, AX           // closing quotes
	LEAQ (R10)(AX*2), R13 // the bytes behind them
	ANDQ R12, R13
	ORQ  R13, R11
	SHRQ $63, AX
	MOVQ AX, R10

	ADDQ $64, SI
	ADDQ $24, DI
	DECQ CX
	JNZ  block

	MOVQ R8, 0(DX)
	MOVQ R9, 8(DX)
	MOVQ R10, 16(DX)
	MOVQ R11, 24(DX)
	VZEROUPPER
	RET

escapes:
	// What an odd number of backslashes stands before is escaped. The carry of an
	// addition runs over each row of backslashes to its end.
	MOVQ R9, R12
	NOTQ R12
	ANDQ R12, BX         // backslashes that are not escaped by the block before
	LEAQ (R9)(BX*2), R12 // follows
	MOVQ $0x5555555555555555, R13
	MOVQ R13, R15
	ORQ  R12, R15
	NOTQ R15
	ANDQ BX, R15 // oddStarts
	XORL R9, R9
	ADDQ BX, R15
	ADCQ $0, R9
	ADDQ R15, R15
	XORQ R13, R15
	ANDQ R12, R15 // escaped bytes
	NOTQ R15
	ANDQ R15, AX
	JMP  strings

// func detectAVX2() bool
//
// Bits are as in the Intel manual, volume 2, CPUID and XGETBV.
TEXT ·detectAVX2(SB), NOSPLIT, $0-1
	MOVB $0, ret+0(FP)

	// Leaf 7 must exist.
	XORL AX, AX
	CPUID
	CMPL AX, $7
	JLT  done

	// Leaf 1: PCLMULQDQ, OSXSAVE and AVX in ECX.
	MOVL $1, AX
	XORL CX, CX
	CPUID
	ANDL $(1<<1 | 1<<27 | 1<<28), CX
	CMPL CX, $(1<<1 | 1<<27 | 1<<28)
	JNE  done

	// The operating system must keep XMM and YMM.
	XORL CX, CX
	XGETBV
	ANDL $6, AX
	CMPL AX, $6
	JNE  done

	// Leaf 7: AVX2 in EBX.
	MOVL $7, AX
	XORL CX, CX
	CPUID
	ANDL $(1<<5), BX
	JZ   done
	MOVB $1, ret+0(FP)

done:
	RET

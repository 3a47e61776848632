package s3source

import (
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/trailq/trailq"
)

// Checksum asks S3, by a HEAD request, for the checksum of the whole content of
// a file that the source has listed: the algorithm as S3 names it, such as
// CRC64NVME, and the bytes. If S3 has no checksum but the ETag is an MD5, it returns
// that. Algorithm is empty if there is nothing to compare with: for objects that
// were uploaded in parts or are encrypted with a key of KMS or of the customer,
// unless the upload asked for a checksum.
func (b *bucket) Checksum(ctx context.Context, file trailq.File) (algorithm string, sum []byte, err error) {
	key, found := strings.CutPrefix(file.Path, b.objectURL(""))
	if !found {
		return "", nil, errors.New("the file is not of this bucket")
	}
	o := object{bucket: b, key: key, size: file.Size, version: &file.Version}
	input := &s3.HeadObjectInput{
		Bucket:       &b.bucket,
		Key:          &key,
		ChecksumMode: types.ChecksumModeEnabled,
		RequestPayer: b.options.requestPayer(),
	}
	if file.Version != "" {
		input.IfMatch = &file.Version
	}
	output, err := b.client.Load().HeadObject(ctx, input)
	if err != nil {
		return "", nil, explainError(err, getRequest(o))
	}
	algorithm, sum = checksumOf(output)
	return algorithm, sum, nil
}

// checksumOf returns the strongest checksum of the answer.
func checksumOf(output *s3.HeadObjectOutput) (algorithm string, sum []byte) {
	if output.ChecksumType != types.ChecksumTypeComposite {
		for _, has := range []struct {
			algorithm types.ChecksumAlgorithm
			sum       *string
		}{
			{types.ChecksumAlgorithmSha256, output.ChecksumSHA256},
			{types.ChecksumAlgorithmSha512, output.ChecksumSHA512},
			{types.ChecksumAlgorithmSha1, output.ChecksumSHA1},
			{types.ChecksumAlgorithmMd5, output.ChecksumMD5},
			{types.ChecksumAlgorithmCrc64nvme, output.ChecksumCRC64NVME},
			{types.ChecksumAlgorithmCrc32c, output.ChecksumCRC32C},
			{types.ChecksumAlgorithmCrc32, output.ChecksumCRC32},
		} {
			// The checksum of several parts ends with a hyphen and their number, which
			// is not base64.
			if sum, err := base64.StdEncoding.DecodeString(aws.ToString(has.sum)); err == nil && len(sum) > 0 {
				return string(has.algorithm), sum
			}
		}
	}
	if sum := md5In(output.ETag, output.ServerSideEncryption, output.SSECustomerAlgorithm); sum != nil {
		return string(types.ChecksumAlgorithmMd5), sum
	}
	return "", nil
}

// md5In returns the MD5 that an ETag is, or nil where it is something else (Amazon S3
// API Reference, "Object").
func md5In(etag *string, encryption types.ServerSideEncryption, customerAlgorithm *string) []byte {
	sum, err := hex.DecodeString(strings.Trim(aws.ToString(etag), `"`))
	if err != nil || len(sum) != md5.Size || customerAlgorithm != nil ||
		strings.HasPrefix(string(encryption), string(types.ServerSideEncryptionAwsKms)) {
		return nil
	}
	return sum
}

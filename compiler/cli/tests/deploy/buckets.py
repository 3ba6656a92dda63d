"""Buckets, by another client. Usage: buckets.py URL make|remove|list REGION BUCKET; answers as JSON."""

import hashlib
import json
import sys

import boto3

url, what, region, bucket = sys.argv[1:]
s3 = boto3.client("s3", region_name=region, endpoint_url=url)


def described(key):
    body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    return {"key": key, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}


answer = None
if what == "make":
    there = {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=bucket, **({} if region == "us-east-1" else there))
elif what == "remove":
    s3.delete_bucket(Bucket=bucket)
else:
    objects = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    answer = [described(one["Key"]) for one in objects]
print(json.dumps(answer))
